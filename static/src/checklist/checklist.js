import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component, useState } from "@odoo/owl";

/** The steps to go live: what is done, what comes next, and the way to it. */
export class PageroChecklist extends Component {
    static template = "pagero_connector.Checklist";
    static props = {
        checklist: Object, // as pagero.account computes it
        reload: Function, // called when a step was taken
        prepare: { type: Function, optional: true }, // false: stay here
    };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.state = useState({ opened: null });
        this.done = _t("Done");
        this.skipped = _t("Skipped");
        this.toDo = _t("Open");
        this.progress = _t("Steps done");
    }

    get percent() {
        const { done, steps } = this.props.checklist;
        return Math.round((100 * done) / steps.length);
    }

    isOpen(step) {
        return this.state.opened ? this.state.opened === step.key : step.current;
    }

    open(step) {
        this.state.opened = this.isOpen(step) ? "none" : step.key;
    }

    go(step) {
        if (!step.confirm) {
            return this.take(step, false);
        }
        this.dialog.add(ConfirmationDialog, {
            title: step.title,
            body: step.confirm,
            confirmLabel: step.button,
            cancelLabel: step.keep,
            confirm: () => this.take(step, false),
            cancel: () => {},
        });
    }

    async take(step, tick) {
        if (this.props.prepare && !(await this.props.prepare())) {
            return;
        }
        this.state.opened = null;
        await this.action.doActionButton({
            type: "object",
            context: user.context,
            name: "action_checklist",
            resModel: "pagero.account",
            resId: this.props.checklist.id,
            args: JSON.stringify([step.key, tick]),
            onClose: () => this.props.reload(),
        });
    }
}

/** The same on the account's form. */
export class PageroChecklistField extends Component {
    static template = "pagero_connector.ChecklistField";
    static components = { PageroChecklist };
    static props = { ...standardFieldProps };

    get checklist() {
        return this.props.record.data[this.props.name];
    }

    prepare() {
        return this.props.record.save();
    }

    reload() {
        return this.props.record.load();
    }
}

registry.category("fields").add("pagero_checklist", {
    component: PageroChecklistField,
    supportedTypes: ["json"],
});
