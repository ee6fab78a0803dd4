"""What a line is about (BG-31, BG-32)."""

from odoo import models

from ...en16931.line import Item, Property
from ...en16931.values import Identifier
from ...identification.identifiers import is_gtin


GTIN_SCHEME = '0160'
# Fields of products with a code of UNCL7143, which core calls by other names (BR-CL-13).
CLASSIFICATIONS = {'intrastat_code_id': 'HS', 'unspsc_code_id': 'TST', 'cpv_code_id': 'STI'}


class AccountEdiXmlPagero(models.AbstractModel):
    """``_categories`` is of ``vat``."""

    _inherit = 'account.edi.xml.pagero'

    def _item(self, source, line):
        """BG-31: what the line says comes before what its product says."""
        product = line.product_id
        name, description = self._names(source, line)
        gtin = self._gtin(line)
        return Item(
            name=name,
            description=description,
            sellers_identifier=line.pagero_seller_item or product.default_code or '',
            buyers_identifier=line.pagero_buyer_item or '',
            standard_identifier=Identifier(gtin, GTIN_SCHEME) if gtin else None,
            classifications=self._classifications(source, line),
            country_of_origin=line.pagero_origin_country_id.code or '',
            properties=self._properties(source, product),
            vat=self._categories(source)[line],
        )

    def _names(self, source, line):
        """(BT-153, BT-154): the product and its words, or the first line of them and the rest.

        Odoo repeats the product's name at the head of the words; nothing is said twice.
        """
        product, words = line.product_id, (line.name or '').strip()
        first, _, rest = words.partition('\n')
        if not product:
            return first.strip(), rest.strip()
        name, titles = source.once(('product', product.id), self._titles, product)
        if not words:
            return name, product.description_sale or ''
        return name, rest.strip() if first.strip() in titles else words

    def _titles(self, product):
        """(name, every way in which Odoo writes it at the head of a line)."""
        return product.name or '', {product.name, product.display_name, product.partner_ref}

    def _gtin(self, line):
        """BT-157; many barcodes are a shop's own, and a wrong number is left out."""
        number = line.pagero_gtin or line.product_id.barcode or ''
        return number if is_gtin(number) else ''

    def _classifications(self, source, line):
        """BT-158."""
        product = line.product_id
        own = line.pagero_classification_code
        found = source.once(('classes', product.id), self._found_classifications, product)
        if not own:
            return found
        return (*found, Identifier(own, line.pagero_classification_list or ''))

    def _found_classifications(self, product):
        return tuple(
            Identifier(product[name].code, scheme)
            for name, scheme in CLASSIFICATIONS.items()
            if name in product._fields and product[name].code
        )

    def _properties(self, source, product):
        """BG-32: size, colour and the like of a variant."""
        return source.once(('properties', product.id), self._found_properties, product)

    def _found_properties(self, product):
        return tuple(
            Property(value.attribute_id.name, value.name)
            for value in product.product_template_attribute_value_ids
        )
