"""What a line says on demand: note, order line, cost, period, item numbers, origin (BG-25)."""

from odoo import models

from ..invoice.account_move_line import DETAIL_FIELDS
from . import nodes


GTIN_SCHEME = '0160'
# Core writes the lists' names, which UNCL7143 doesn't have (BR-CL-13).
CLASSIFICATION_LISTS = {'UNSPSC': 'TST', 'CPV': 'STI'}


class AccountEdiXmlPagero(models.AbstractModel):
    _inherit = 'account.edi.xml.pagero'

    def _correct_lines(self, document):
        for node in nodes.lines(document):
            self._correct_classification(node)
            line = node.get(nodes.RECORD)
            if line and any(line[name] for name in DETAIL_FIELDS):
                self._add_details(node, line)
                self._add_item_details(nodes.get(node, 'cac:Item'), line)

    def _correct_classification(self, node):
        for each in nodes.get_list(nodes.get(node, 'cac:Item'), 'cac:CommodityClassification'):
            code = nodes.get(each, 'cbc:ItemClassificationCode')
            code['listID'] = CLASSIFICATION_LISTS.get(code.get('listID'), code.get('listID'))

    def _add_details(self, node, line):
        if line.pagero_note:
            nodes.put(node, 'cbc:Note', line.pagero_note)
        if line.pagero_accounting_cost:
            nodes.put(node, 'cbc:AccountingCost', line.pagero_accounting_cost)
        if line.pagero_order_line:
            nodes.put_at(node, ('cac:OrderLineReference', 'cbc:LineID'), line.pagero_order_line)
        nodes.put_period(node, line.pagero_period_start, line.pagero_period_end)

    def _add_item_details(self, item, line):
        if line.pagero_seller_item:
            path = ('cac:SellersItemIdentification', 'cbc:ID')
            nodes.put_at(item, path, line.pagero_seller_item)
        if line.pagero_buyer_item:
            nodes.put_at(item, ('cac:BuyersItemIdentification', 'cbc:ID'), line.pagero_buyer_item)
        if line.pagero_gtin:
            path = ('cac:StandardItemIdentification', 'cbc:ID')
            nodes.put_at(item, path, line.pagero_gtin, schemeID=GTIN_SCHEME)
        if line.pagero_origin_country_id:
            path = ('cac:OriginCountry', 'cbc:IdentificationCode')
            nodes.put_at(item, path, line.pagero_origin_country_id.code)
        if line.pagero_classification_code:
            code = {
                '_text': line.pagero_classification_code,
                'listID': line.pagero_classification_list,
            }
            tag = 'cac:CommodityClassification'
            item[tag] = [*nodes.get_list(item, tag), {'cbc:ItemClassificationCode': code}]
