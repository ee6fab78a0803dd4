import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

/** Asks in a dialog: a form would take a licence as soon as it is left. */
function addUser(controller) {
    return controller.actionService.doActionButton({
        type: "object",
        context: user.context,
        name: "action_add",
        resModel: controller.props.resModel,
        resIds: [],
        onClose: () => controller.model.load(),
    });
}

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

    createRecord() {
        return addUser(this);
    }
}

class AddUserCardController extends KanbanController {
    createRecord() {
        return addUser(this);
    }
}

const views = registry.category("views");
views.add("pagero_add_account", { ...listView, Controller: AddAccountController });
views.add("pagero_add_user", { ...listView, Controller: AddUserController });
views.add("pagero_add_user_card", { ...kanbanView, Controller: AddUserCardController });
