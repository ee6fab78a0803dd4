import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** How many invoices go by which way; counted anew whenever something else is chosen. */
class BatchSummaryField extends Component {
    static template = "account.BatchSendingSummary";
    static props = { ...standardFieldProps };

    get data() {
        return this.props.record.data[this.props.name];
    }
}

registry.category("fields").add("pagero_batch_summary", { component: BatchSummaryField });
