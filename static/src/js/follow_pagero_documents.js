import { patch } from "@web/core/utils/patch";
import { useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { ListController } from "@web/views/list/list_controller";
import { browser } from "@web/core/browser/browser";
import { onWillUnmount } from "@odoo/owl";

const CHANNEL = "pagero_document_moved";
const FOLLOWED = [
    "account.move",
    "pagero.account",
    "pagero.document",
    "pagero.received.document",
    "pagero.match.run",
    "pagero.rule.pack",
];

/** Reload an open form when its record's state changed, unless the user is editing it. */
patch(FormController.prototype, {
    setup() {
        super.setup(...arguments);
        if (!FOLLOWED.includes(this.props.resModel)) {
            return;
        }
        const bus = useService("bus_service");
        const follow = (idsByModel) => this.followPageroDocuments(idsByModel);
        bus.subscribe(CHANNEL, follow);
        onWillUnmount(() => bus.unsubscribe(CHANNEL, follow));
    },

    async followPageroDocuments(idsByModel) {
        const record = this.model.root;
        const concerned = (idsByModel[this.props.resModel] || []).includes(record?.resId);
        if (concerned && !(await record.isDirty())) {
            await record.load();
        }
    },
});

const LISTS = ["account.move", "pagero.document"];
const PAUSE = 2000;

/** Reload an open list, at most every two seconds, unless the user has chosen or edits rows. */
patch(ListController.prototype, {
    setup() {
        super.setup(...arguments);
        if (!LISTS.includes(this.props.resModel)) {
            return;
        }
        const bus = useService("bus_service");
        const follow = () => {
            this.pageroReload ??= browser.setTimeout(() => this.reloadPageroList(), PAUSE);
        };
        bus.subscribe(CHANNEL, follow);
        onWillUnmount(() => {
            bus.unsubscribe(CHANNEL, follow);
            browser.clearTimeout(this.pageroReload);
        });
    },

    async reloadPageroList() {
        this.pageroReload = undefined;
        const { root } = this.model;
        if (!root.editedRecord && !root.selection?.length) {
            await root.load();
        }
    },
});
