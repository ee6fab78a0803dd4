import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const APP = "pagero_connector.menu_pagero_app";
const PATIENCE = 60000; // milliseconds: for Pagero's part, and for a slow server
const FORM = ".modal .o_form_view";
const LINE = "div[name=invoice_line_ids] .o_selected_row";

const step = (key) => `.o_pagero_checklist li[data-step=${key}]`;

/** A button of a step that is still to be done: *go* leads to its place, *tick* says it is done. */
function press(key, button, content) {
    return { trigger: `${step(key)}[data-done=no] button[name=${button}]`, content, run: "click" };
}

/** The checklist has seen by itself that a step is done. */
function isDone(key) {
    return { trigger: `${step(key)}[data-done=yes]` };
}

/** A value that a person types in her own way; the tour by itself types that of the sandbox. */
function type(place, name, value, content) {
    return { trigger: `${place} [name=${name}] input`, content, run: `edit ${value}` };
}

function click(trigger, content) {
    return { trigger, content, run: "click" };
}

/** What only the tour by itself does, which speaks to a sandbox. */
function alone(...steps) {
    return steps.map((each) => ({ ...each, isActive: ["auto"] }));
}

/** For those who aren't there already, where the tour can be started. */
function elsewhere(each) {
    return { ...each, isActive: [...each.isActive, "body:not(:has(.o_pagero_dashboard))"] };
}

const back = () =>
    click(`.o_menu_sections [data-menu-xmlid="${APP}_dashboard"]`, _t("Back to the checklist."));

const contract = () => [
    press("interest", "go", _t("First Pagero has to know your company: it makes you an offer.")),
    type(FORM, "interest_org_number", "556999-1200", _t("Your organisation number.")),
    type(FORM, "interest_invoices_per_year", "1200", _t("About how many invoices do you send a year?")),
    click(`.modal button[name=action_send]`, _t("It is mailed to Pagero.")),
    press("quote", "tick", _t("Pagero sends a quote. Tick it when it is here; the tour waits.")),
    press("agreement", "tick", _t("Tick it when the agreement is signed.")),
    press("login", "tick", _t("Tick it when you have a login at Pagero.")),
];

const login = () => [
    press("connect", "go", _t("Now Odoo gets its own login.")),
    type(".o_form_view", "pagero_company_id", "11111111-1111-4111-8111-111111111111", _t("The id of your company in Pagero Online.")),
    type(".o_form_view", "client_id", "sandbox-client", _t("You get it from Pagero.")),
    type(".o_form_view", "client_secret", "sandbox-secret", _t("It is stored, and never shown again.")),
    ...alone(
        click("[name=environment] input"),
        click(".o_select_menu_item:eq(1)"),
        {
            trigger: "[name=sandbox_url] input",
            run({ edit }) {
                return edit(browser.localStorage.getItem("pagero_tour_sandbox"));
            },
        }
    ),
    click(".o_form_button_save", _t("Save what you have typed.")),
    { trigger: ".o_form_saved, .o_form_readonly" },
    press("connect", "go", _t("Log in at Pagero, and allow Odoo to send and receive.")),
    isDone("connect"),
];

const company = () => [
    press("company", "go", _t("What every e-invoice says about you.")),
    type(FORM, "company_org_number", "556999-1200", _t("Your organisation number.")),
    type(FORM, "company_vat", "SE556999120001", _t("Your VAT number.")),
    click(`${FORM} [name=f_tax] input`, _t("Tick it if you are approved for F-tax.")),
    click(".modal-footer .btn-primary", _t("Save what you have typed.")),
    isDone("company"),
    press("bank", "go", _t("Where your customers pay to.")),
    click(".o_list_button_add", _t("Add Bankgiro, Plusgiro or IBAN.")),
    type(".o_selected_row", "acc_number", "991-2346", _t("Type the number as your bank writes it.")),
    click(".o_selected_row [name=allow_out_payment] input", _t("Compare it with the bank's papers, and trust it.")),
    click(".o_list_button_save", _t("Save what you have typed.")),
    { trigger: ".o_list_view:not(:has(.o_selected_row))" },
    back(),
    isDone("bank"),
];

const customer = () => [
    press("tag", "go", _t("Customers of this category get their invoices over Pagero.")),
    { trigger: ".o_form_view [name=pagero_note]" },
    back(),
    isDone("tag"),
    press("customer", "go", _t("Find your first customer on the network.")),
    type(".o_form_view", "query", "212000-9101", _t("An organisation number finds the right one.")),
    click("button[name=action_search]", _t("Search.")),
    click("[name=shown_hit_ids] button[name=action_connect]", _t("Connect this customer.")),
    click(".modal [name=stated_way] .o_radio_item:first input", _t("Pagero Online says how the customer is reached.")),
    click(".modal button[name=action_next]", _t("See what will be done.")),
    click(".modal button[name=action_confirm]", _t("Connect.")),
    { trigger: "body:not(:has(.modal)) .o_form_view" },
    back(),
    isDone("customer"),
];

const invoice = () => [
    press("test", "go", _t("Send a first invoice, as a test.")),
    click(".o_list_button_add", _t("A new invoice.")),
    type(".o_form_view", "partner_id", "Granvik", _t("Choose the customer that you have connected.")),
    click(".o-autocomplete--dropdown-item:contains(Granvik)", _t("This one.")),
    click("div[name=invoice_line_ids] .o_field_x2many_list_row_add a", _t("What is sold?")),
    {
        trigger: `${LINE} [name=name] textarea, ${LINE} [name=name] input`,
        content: _t("Write what you sell."),
        run: "edit Kaffe",
    },
    type(LINE, "price_unit", "95", _t("Its price.")),
    type(LINE, "tax_ids", "25", _t("Its VAT.")),
    click(".o-autocomplete--dropdown-item:contains('25%')", _t("This one.")),
    click(".o_notebook_headers [name=pagero]", _t("What the e-invoice says beyond that.")),
    type(".o_form_view", "pagero_buyer_reference", "ANNA01", _t("Whom does the customer name as its reference?")),
    click("button[name=action_post]", _t("Confirm it: it is sent as a test, and counts for nothing.")),
    { trigger: ".o_form_view button[name=action_open_pagero_documents]" },
    back(),
    isDone("test"),
];

const steps = () => [
    ...stepUtils.goToAppSteps(APP, _t("Send e-invoices over Pagero.")).map(elsewhere),
    ...contract(),
    ...login(),
    ...company(),
    ...customer(),
    ...invoice(),
    press("live", "go", _t("The test is delivered. From now on invoices are real: go live.")),
    click(".modal-footer .btn-primary", _t("Only if you are sure.")),
    { trigger: ".o_pagero_dashboard:not(:has(.o_pagero_checklist))" },
];

/** From nothing to live: as an administrator goes it, or by itself against the sandbox. */
registry.category("web_tour.tours").add("pagero_tour", {
    url: "/odoo",
    steps: () => steps().map((each) => ({ timeout: PATIENCE, ...each })),
});
