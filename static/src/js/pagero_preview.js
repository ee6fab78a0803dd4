import { Component, markup, onWillStart, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** The invoice as its recipient reads it, with what is wrong beside it. */
export class PageroPreview extends Component {
    static template = "pagero_connector.Preview";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.actionService = useService("action");
        this.root = useRef("root");
        this.model = this.props.action.params.model;
        this.recordId = this.props.action.context.active_id;
        this.state = useState({ html: "", findings: [], error: "" });
        onWillStart(() => this.load());
    }

    async load() {
        if (!this.recordId) {
            this.state.error = _t("Open an invoice first, and press Preview there.");
            return;
        }
        const { html, findings } = await this.orm.call(this.model, "pagero_preview", [this.recordId]);
        // Rendered by the server, which escapes what comes from the document.
        this.state.html = markup(html);
        this.state.findings = findings;
    }

    print() {
        window.print();
    }

    /** Back to where one came from: no second form on top of it. */
    openRecord() {
        this.actionService.doAction({
            type: "ir.actions.client",
            tag: "pagero_back_to",
            params: { model: this.model, record_id: this.recordId },
        });
    }

    /** Show the place in the drawn invoice: the thing itself, or the nearest around it. */
    point(finding) {
        for (const element of this.root.el.querySelectorAll(".o_pagero_pointed")) {
            element.classList.remove("o_pagero_pointed");
        }
        const near = [...this.root.el.querySelectorAll("[data-anchor]")].filter(
            ({ dataset: { anchor } }) => anchor && `${finding.location}/`.startsWith(`${anchor}/`)
        );
        const nearest = near.sort((a, b) => b.dataset.anchor.length - a.dataset.anchor.length)[0];
        nearest?.classList.add("o_pagero_pointed");
        nearest?.scrollIntoView({ block: "center" });
    }

    /** Go to the field that cures it. */
    cure(finding) {
        if (!finding.target) {
            this.open(finding.model, finding.id);
            return;
        }
        this.actionService.doAction({
            type: "ir.actions.client",
            tag: "pagero_go_to_field",
            params: finding.target,
        });
    }

    open(model, recordId) {
        this.actionService.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: recordId,
            views: [[false, "form"]],
            target: "current",
        });
    }
}

registry.category("actions").add("pagero_preview", PageroPreview);
