import { registry } from "@web/core/registry";

const CHANNEL = "pagero_receipt";

/** What became of many invoices at once: a notice with a way to each group. */
function show({ action, notification }, { message, links, type }) {
    const buttons = links.map((link) => ({
        name: link.label,
        onClick: () => action.doAction(link.action),
    }));
    notification.add(message, { type, buttons, sticky: true });
}

registry.category("services").add("pagero_receipt", {
    dependencies: ["action", "bus_service", "notification"],
    start(env, services) {
        services.bus_service.subscribe(CHANNEL, (receipt) => show(services, receipt));
    },
});

registry.category("actions").add("pagero_receipt", ({ services }, { params }) => {
    show(services, params);
    return params.next || { type: "ir.actions.client", tag: "soft_reload" };
});
