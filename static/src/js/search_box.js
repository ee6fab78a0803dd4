import { registry } from "@web/core/registry";
import { CharField, charField } from "@web/views/fields/char/char_field";
import { useEffect } from "@odoo/owl";

/** A text field in which Enter presses the form's Search button. */
class SearchBox extends CharField {
    setup() {
        super.setup();
        const search = (ev) => {
            if (ev.key === "Enter" && !ev.isComposing) {
                ev.preventDefault();
                const form = this.input.el.closest(".o_form_view");
                form.querySelector("button[name=action_search]").click();
            }
        };
        useEffect(
            (input) => {
                input?.addEventListener("keydown", search);
                return () => input?.removeEventListener("keydown", search);
            },
            () => [this.input.el]
        );
    }
}

registry.category("fields").add("pagero_search_box", { ...charField, component: SearchBox });
