import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

/** What was found on the network: a click on a row opens its details. */
class NetworkHitsField extends X2ManyField {
    async openRecord(record) {
        await this.action.doActionButton({
            type: "object",
            context: user.context,
            name: "action_details",
            resModel: record.resModel,
            resId: record.resId,
        });
    }
}

registry.category("fields").add("pagero_hits", { ...x2ManyField, component: NetworkHitsField });
