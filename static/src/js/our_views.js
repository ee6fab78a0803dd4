import { patch } from "@web/core/utils/patch";
import { View } from "@web/views/view";

/** Views of our models bear a class, for what the style sheet says about them. */
patch(View.prototype, {
    loadView(props) {
        const isOurs = props.resModel?.startsWith("pagero.");
        const className = `${props.className || ""} o_pagero_view`.trim();
        return super.loadView(isOurs ? { ...props, className } : props);
    },
});
