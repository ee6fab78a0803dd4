import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

/** Lists whose button says what it adds, in the words of Pagero's own pages. */
class AddAccountController extends ListController {
    static template = "pagero_connector.AddingList";

    get addLabel() {
        return _t("Add Account");
    }
}

class AddUserController extends AddAccountController {
    get addLabel() {
        return _t("Add New User");
    }

    /** Asks in a dialog: a form would take a licence as soon as it is left. */
    async createRecord() {
        await this.actionService.doActionButton({
            type: "object",
            context: user.context,
            name: "action_add",
            resModel: this.props.resModel,
            resIds: [],
            onClose: () => this.model.load(),
        });
    }
}

const lists = registry.category("views");
lists.add("pagero_add_account", { ...listView, Controller: AddAccountController });
lists.add("pagero_add_user", { ...listView, Controller: AddUserController });
