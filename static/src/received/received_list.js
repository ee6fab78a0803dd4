import { markup, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { browser } from "@web/core/browser/browser";
import { evaluateBooleanExpr } from "@web/core/py_js/py";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { url } from "@web/core/utils/urls";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";

const PAUSE = 2000;
const BESIDE = "pagero_received_beside";
const SHOWN = ["display_name", "kind", "can_preview", "preview", "remark_words"];

/** Received documents, as a list or as cards: whether anything comes, and how far bills are. */
const withFacts = (Controller) =>
    class extends Controller {
        setup() {
            super.setup();
            this.orm = useService("orm");
            this.notification = useService("notification");
            this.received = useState({ facts: { receives: true, bills_left: 0 } });
            onWillStart(() => this.askFacts());
            onWillUnmount(() => browser.clearTimeout(this.nextQuestion));
        }

        /** Asked again for as long as bills are being created. */
        async askFacts() {
            const facts = await this.orm.call(this.props.resModel, "pagero_list_facts", []);
            this.received.facts = facts;
            if (facts.bills_left) {
                this.nextQuestion = browser.setTimeout(() => this.followBills(), PAUSE);
            }
            return facts;
        }

        async followBills() {
            const facts = await this.askFacts();
            if (!this.hasSelectedRecords) {
                await this.model.root.load();
            }
            if (!facts.bills_left) {
                this.notification.add(facts.bills_told, { type: facts.bills_type, sticky: true });
            }
        }

        evalViewModifier(modifier) {
            const { evalContext } = this.model.root;
            const { receives } = this.received.facts;
            const context = { ...evalContext.context, pagero_receives: receives };
            return evaluateBooleanExpr(modifier, { ...evalContext, context });
        }

        turnOn() {
            this.actionService.doAction(this.received.facts.way);
        }
    };

class ReceivedCardsController extends withFacts(KanbanController) {
    static template = "pagero_connector.ReceivedCards";
}

/** One of the list is shown beside it, as it came. */
class ReceivedListController extends withFacts(ListController) {
    static template = "pagero_connector.ReceivedList";

    setup() {
        super.setup();
        this.beside = useState({
            isWanted: browser.localStorage.getItem(BESIDE) === "yes",
            shown: null,
        });
    }

    get isBeside() {
        return this.beside.isWanted && !this.env.isSmall;
    }

    toggleBeside() {
        this.beside.isWanted = !this.beside.isWanted;
        this.beside.shown = null;
        browser.localStorage.setItem(BESIDE, this.beside.isWanted ? "yes" : "no");
    }

    async openRecord(record, options) {
        if (!this.isBeside || options?.newWindow) {
            return super.openRecord(record, options);
        }
        const [shown] = await this.orm.read(record.resModel, [record.resId], SHOWN);
        // Rendered by the server, which escapes what comes from the document.
        const html = shown.can_preview && shown.preview ? markup(shown.preview) : "";
        const file = url("/web/content", { model: record.resModel, id: record.resId, field: "file" });
        const viewer = `/web/static/lib/pdfjs/web/viewer.html?file=${encodeURIComponent(file)}`;
        const pdf = shown.kind === "pdf" ? viewer : "";
        const words = html || pdf ? "" : _t("This document has no preview. Open it to see more.");
        this.beside.shown = { record, name: shown.display_name, html, pdf, words };
    }

    openShown() {
        return super.openRecord(this.beside.shown.record);
    }
}

const views = registry.category("views");
views.add("pagero_received_list", { ...listView, Controller: ReceivedListController });
views.add("pagero_received_cards", { ...kanbanView, Controller: ReceivedCardsController });
