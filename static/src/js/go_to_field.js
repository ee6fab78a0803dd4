import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

const FORM = ".o_action_manager .o_form_view";
const FOCUSABLE = "input:not([type=hidden]):not(:disabled), textarea:not(:disabled), .odoo-editor-editable, button.o_input";
const PATIENCE = 3000;
const MOST_PAGES = 50;

const nextFrame = () => new Promise((resolve) => browser.requestAnimationFrame(resolve));
const isVisible = (element) => element.getClientRects().length > 0;

/**
 * A link to the field where a finding is cured: leads to the invoice's form, opens the right tab,
 * and puts the cursor there. `row` is the place of an invoice line in the list, or "". Another
 * record than an invoice is named by its `model` and `record_id`.
 */
async function goToField({ services }, { params }) {
    const { model = "account.move", move_id, record_id = move_id, field, row = "", column } = params;
    await comeTo(services, model, record_id);
    const form = await waitFor(() => document.querySelector(FORM));
    const widget = form && (await reveal(form, field));
    if (widget) {
        pointAt((row !== "" && (await cellOf(widget, Number(row), column))) || widget);
    }
}
registry.category("actions").add("pagero_go_to_field", goToField);

/** To the form of a record: back where one came from it, else forward; what was changed is read. */
async function backTo({ services }, { params: { model, record_id } }) {
    const wasThere = await comeTo(services, model, record_id);
    return wasThere && { type: "ir.actions.client", tag: "soft_reload" };
}
registry.category("actions").add("pagero_back_to", backTo);

/** Whether the form was there already, on top or below; a dialog over it is closed. */
async function comeTo({ action }, model, recordId) {
    await action.doAction({ type: "ir.actions.act_window_close", infos: { noReload: true } });
    const isThere = () => isOpen(action.currentController, model, recordId);
    if (isThere()) {
        return true;
    }
    const crumb = crumbOf(action.currentController, model, recordId);
    if (crumb) {
        crumb.onSelected();
        await waitFor(isThere);
    }
    if (!isThere()) {
        await action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: recordId,
            views: [[false, "form"]],
        });
    }
    return false;
}

function isOpen(controller, model, recordId) {
    const props = controller?.props;
    const resId = controller?.currentState?.resId ?? props?.resId;
    return props?.resModel === model && props.type === "form" && resId === recordId;
}

/** The way back to the record's form where one came from it: no second form on top. */
function crumbOf(controller, model, recordId) {
    const crumbs = controller?.config?.breadcrumbs || [];
    return crumbs
        .slice(0, -1)
        .findLast((crumb) => crumb.isFormView && isAddressOf(crumb.url, model, recordId));
}

/** `…/customer-invoices/7` or `…/account.move/7`; another model's record may have that id, too. */
function isAddressOf(url, model, recordId) {
    const [place, id] = url.split("?")[0].split("/").slice(-2);
    return id === String(recordId) && (place === model || !place.includes("."));
}

/** What `find` gives once it is there; null if it never is. */
async function waitFor(find, patience = PATIENCE) {
    const end = Date.now() + patience;
    let found = find();
    while (!found && Date.now() < end) {
        await nextFrame();
        found = find();
    }
    return found;
}

/** The field's widget, behind whichever tab it is; null if the form doesn't show it. */
async function reveal(form, field) {
    const find = () =>
        [...form.querySelectorAll(`.o_field_widget[name="${field}"]`)].find(isVisible);
    const shown = form.querySelector(".o_notebook_headers .nav-link.active");
    if (find()) {
        return find();
    }
    for (const tab of form.querySelectorAll(".o_notebook_headers .nav-link")) {
        tab.click();
        await nextFrame();
        await nextFrame();
        if (find()) {
            return find();
        }
    }
    shown?.click();
    return null;
}

/** The row of that place, on whichever page of the list it is; none if the list has fewer. */
async function rowAt(list, place) {
    const rows = () => [...list.querySelectorAll(".o_data_row")];
    for (let page = 0; page < MOST_PAGES; page++) {
        const found = rows()[place - countBefore(list)];
        const next = list.querySelector(".o_pager_next:not(:disabled)");
        if (found || !next) {
            return found;
        }
        const [first] = rows();
        next.click();
        await waitFor(() => rows().length && rows()[0] !== first);
    }
}

/** How many rows the pages before hold: a pager says "41-80". */
function countBefore(list) {
    return (parseInt(list.querySelector(".o_pager_value")?.textContent) || 1) - 1;
}

/** The cell of an invoice line, opened where the line can be edited. */
async function cellOf(list, row, column) {
    const line = await rowAt(list, row);
    const cell = line?.querySelector(`td[name="${column}"]`) || line;
    if (cell && !list.classList.contains("o_readonly_modifier")) {
        cell.click();
    }
    return cell;
}

function pointAt(element) {
    element.scrollIntoView({ block: "center" });
    if (!element.contains(document.activeElement)) {
        element.querySelector(FOCUSABLE)?.focus();
    }
    element.classList.add("o_pagero_pointed_at");
    element.addEventListener("animationend", () =>
        element.classList.remove("o_pagero_pointed_at")
    );
}

/** Links in tables of findings work in this tab; with Ctrl they open the invoice in another. */
registry.category("services").add("pagero_field_links", {
    dependencies: ["action"],
    start(env, { action }) {
        const follow = (ev) => {
            const link = ev.target.closest?.("a[data-pagero-field]");
            if (!link || ev.ctrlKey || ev.metaKey) {
                return;
            }
            ev.preventDefault();
            ev.stopPropagation();
            const { pageroMove, pageroField, pageroRow, pageroColumn } = link.dataset;
            action.doAction({
                type: "ir.actions.client",
                tag: "pagero_go_to_field",
                params: {
                    move_id: Number(pageroMove),
                    field: pageroField,
                    row: pageroRow,
                    column: pageroColumn,
                },
            });
        };
        browser.addEventListener("click", follow, { capture: true });
    },
});
