import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { browser } from "@web/core/browser/browser";
import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { PageroChecklist } from "../checklist/checklist";

const DOCUMENTS = "pagero_connector.pagero_document_action";
const MOVED = "pagero_document_moved";
const PAUSE = 2000;
// How long something took: the browser knows their plurals.
const UNITS = [
    [86400, "day", 1],
    [3600, "hour", 1],
    [60, "minute", 1],
];
const TOUR = "pagero_tour";
const RESULTS = ["delivered", "not_delivered", "stopped", "cancelled"];

/** Pagero's first page: how it stands, and what a person has to do. */
export class PageroDashboard extends Component {
    static template = "pagero_connector.Dashboard";
    static components = { PageroChecklist };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ data: null });
        this.results = RESULTS;
        this.labels = {
            person: _t("Needs attention"),
            held: _t("Waiting"),
            queued: _t("Queued"),
            processing: _t("Under way"),
            delivered: _t("Delivered this month"),
            rejected: _t("Rejected or questioned"),
        };
        this.resultLabels = {
            delivered: _t("Delivered"),
            not_delivered: _t("Not delivered yet"),
            stopped: _t("Stopped by an error"),
            cancelled: _t("Cancelled"),
        };
        this.tour = useService("tour_service");
        this.follow();
        onWillStart(() => this.load());
    }

    /** Steps of the checklist tick themselves, at most every two seconds. */
    follow() {
        const bus = useService("bus_service");
        let waiting;
        const reload = () => {
            waiting = undefined;
            return this.state.data?.account.checklist && this.load();
        };
        const heard = () => {
            waiting ??= browser.setTimeout(reload, PAUSE);
        };
        bus.subscribe(MOVED, heard);
        onWillUnmount(() => {
            bus.unsubscribe(MOVED, heard);
            browser.clearTimeout(waiting);
        });
    }

    async load() {
        this.state.data = await this.orm.call("pagero.dashboard", "load", []);
    }

    /** Whether setting up comes before what needs attention: where nothing does. */
    get setsUpFirst() {
        return Boolean(this.state.data.account.checklist) && !this.state.data.people.length;
    }

    /** The tour begins where nothing is done, and is for those who may do all of it. */
    get mayTakeTour() {
        const { ask, done } = this.state.data.account.checklist;
        return !ask && !done;
    }

    // === NUMBERS === //

    get busiest() {
        return Math.max(1, ...this.state.data.months.map((month) => month.count));
    }

    width(number) {
        return `width: ${(100 * number) / this.busiest}%`;
    }

    colour(mode, result) {
        if (mode !== "Production" && result === "delivered") {
            return "bg-warning";
        }
        return {
            delivered: "bg-success",
            not_delivered: "bg-info",
            stopped: "bg-danger",
            cancelled: "bg-secondary",
        }[result];
    }

    segmentTitle(mode, result, number) {
        return `${this.state.data.modes[mode]}, ${this.resultLabels[result]}: ${number}`;
    }

    duration(seconds) {
        if (seconds === null) {
            return "–";
        }
        const [size, unit, digits] = UNITS.find(([size]) => seconds >= size) || [1, "second", 0];
        const written = { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: digits };
        return (seconds / size).toLocaleString(user.lang, written);
    }

    // === PLACES === //

    openCard(card) {
        return this.openDocuments(card.domain, this.labels[card.key]);
    }

    openMonth(month) {
        return this.openDocuments(month.domain, month.name);
    }

    openError(error) {
        return this.openDocuments(error.domain, error.label);
    }

    async openDocuments(domain, name) {
        const action = await this.action.loadAction(DOCUMENTS);
        return this.action.doAction({ ...action, domain, display_name: name, name });
    }

    async openLateAnswers() {
        const action = await this.action.loadAction("pagero_connector.pagero_received_document_action");
        const name = _t("Answer Overdue");
        const domain = this.state.data.late_answers.domain;
        return this.action.doAction({ ...action, domain, context: {}, display_name: name, name });
    }

    openRecord(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    connect() {
        return this.action.doActionButton({
            type: "object",
            context: user.context,
            name: "action_connect",
            resModel: "pagero.account",
            resId: this.state.data.account.id,
        });
    }

    async cure(id) {
        const action = await this.orm.call("pagero.document", "action_cure", [[id]]);
        return this.action.doAction(action, { onClose: () => this.load() });
    }

    /** Points at one thing after the other, up to the first test invoice. */
    startTour() {
        return this.tour.startTour(TOUR, { mode: "manual", redirect: false });
    }

    openAccount() {
        return this.action.doAction("pagero_connector.pagero_account_open_action");
    }

    addCustomer() {
        return this.action.doAction(this.state.data.search, { onClose: () => this.load() });
    }
}

registry.category("actions").add("pagero_dashboard", PageroDashboard);
