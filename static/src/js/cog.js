import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";

/** What would only refuse on this record stands in no cog; the record knows (pagero.cog.mixin). */
patch(FormController.prototype, {
    get actionMenuItems() {
        const items = super.actionMenuItems;
        const idle = this.model.root.data.pagero_idle_actions || [];
        return { ...items, action: items.action?.filter(({ id }) => !idle.includes(id)) };
    },
});
