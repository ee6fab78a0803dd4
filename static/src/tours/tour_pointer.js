import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";
import { TourPointer } from "@web_tour/js/tour_pointer/tour_pointer";

/** The pointer goes on inside a dialog, as it does by itself in Odoo from the summer of 2026 on. */
patch(TourPointer.prototype, {
    setup() {
        super.setup();
        this.ui = useService("ui");
    },

    get isVisible() {
        const { anchor, isVisible } = this.props.pointerState;
        return isVisible && (this.ui.activeElement.contains(anchor) || !this.state.triggerBelow);
    },
});
