import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";
import { onMounted } from "@odoo/owl";

const POINTED = "o_pagero_pointed";
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

function lineOf(field, number) {
    const rows = field.querySelectorAll(".o_data_row:not(.o_is_line_section, .o_is_line_note)");
    return rows[Number(number) - 1];
}

/** Look for the field on the pages of the form, one after the other, and put the cursor there. */
async function focusField(form, name, line) {
    const tabs = [...form.querySelectorAll(".o_notebook_headers .nav-link")];
    for (const tab of [null, ...tabs]) {
        tab?.click();
        await nextFrame();
        await nextFrame();
        const field = form.querySelector(`.o_field_widget[name="${CSS.escape(name)}"]`);
        if (field) {
            const target = (line && lineOf(field, line)) || field;
            target.classList.add(POINTED);
            target.scrollIntoView({ block: "center" });
            field.querySelector("input, textarea, select")?.focus();
            return;
        }
    }
}

/** A finding leads to the field that cures it. */
patch(FormController.prototype, {
    setup() {
        super.setup(...arguments);
        const { pagero_focus: name, pagero_focus_line: line } = this.props.context || {};
        if (name) {
            onMounted(() => focusField(this.rootRef.el, name, line));
        }
    },
});
