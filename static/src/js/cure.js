import { _t } from "@web/core/l10n/translation";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

/** A button of ours in a place that only links: asks its question first, then runs the method. */
function ask({ services }, { params }) {
    const { model, ids, method, question, label } = params;
    const run = async () => {
        const next = await services.orm.call(model, method, [ids]);
        const reload = { type: "ir.actions.client", tag: "soft_reload" };
        return services.action.doAction(next?.type ? next : reload);
    };
    if (!question) {
        return run();
    }
    services.dialog.add(ConfirmationDialog, {
        title: label,
        body: question,
        confirmLabel: label,
        confirm: run,
        cancelLabel: _t("Keep as It Is"),
        cancel: () => {},
    });
}
registry.category("actions").add("pagero_ask", ask);

/** The one button that cures a document, or leads to where that is done. */
export class PageroCure extends Component {
    static template = "pagero_connector.Cure";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get label() {
        const { data, fields } = this.props.record;
        const found = fields[this.props.name].selection.find(([key]) => key === data[this.props.name]);
        return found?.[1];
    }

    async cure() {
        const { resModel, resId } = this.props.record;
        return this.action.doAction(await this.orm.call(resModel, "action_cure", [[resId]]));
    }
}
registry.category("fields").add("pagero_cure", {
    component: PageroCure,
    displayName: _t("Cure"),
    supportedTypes: ["selection"],
});
