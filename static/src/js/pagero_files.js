import { _t } from "@web/core/l10n/translation";
import { FileInput } from "@web/core/file_input/file_input";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Many2ManyBinaryField, many2ManyBinaryField } from "@web/views/fields/many2many_binary/many2many_binary_field";

/** Core's own breaks off with a technical error when the first file is empty. */
class FullFilesInput extends FileInput {
    setup() {
        super.setup();
        this.notification = useService("notification");
    }

    async onFileInputChange() {
        const input = this.fileInputRef.el;
        const empty = [...input.files].find((file) => !file.size);
        if (!empty) {
            return super.onFileInputChange();
        }
        input.value = null; // or the same choice, once the file has content, would be no change
        const words = _t("“%(file)s” is empty (0 bytes). Choose the files again.", {
            file: empty.name,
        });
        this.notification.add(words, { type: "danger" });
    }
}

class PageroFiles extends Many2ManyBinaryField {
    static components = { ...Many2ManyBinaryField.components, FileInput: FullFilesInput };
}

registry.category("fields").add("pagero_files", { ...many2ManyBinaryField, component: PageroFiles });
