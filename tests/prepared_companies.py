"""Two Swedish companies that a run of tests makes once: to load the chart takes seconds a class."""

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

from odoo.addons.account.tests.common import AccountTestInvoicingCommon


NAMES = ('company_1_data', 'Sydsken')  # core's name for the company of a test, and the other one
XML_IDS = {name: f'pagero_tests.{name}' for name in NAMES}


def prepare(database):
    """Make and commit the companies; only for a database that is thrown away afterwards."""
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        sweden = env.ref('base.se')
        for name, xml_id in XML_IDS.items():
            values = {'name': name, 'country_id': sweden.id, 'currency_id': sweden.currency_id.id}
            company = env['res.company'].create(values)
            env['account.chart.template'].try_loading('se', company=company, install_demo=False)
            env['ir.model.data']._update_xmlids([{'xml_id': xml_id, 'record': company}])


class SwedishCommon(AccountTestInvoicingCommon):
    """Core's company of a test, Swedish; the prepared one where there is one."""

    chart_template = 'se'  # to guess it from the country takes half a second a class

    @classmethod
    @AccountTestInvoicingCommon.setup_country('se')
    def setUpClass(cls):
        super().setUpClass()

    @classmethod
    def _create_company(cls, **values):
        company = cls._prepared_company(**values)
        if not company:
            return super()._create_company(**values)
        cls.env.user.company_ids |= company
        return company

    @classmethod
    def _create_trusted_account(cls, partner, number, **values):
        """A bank account that today's core lets invoices name; an administrator trusts it."""
        admin = cls.env.ref('base.user_admin')
        accounts = cls.env['res.partner.bank'].with_user(admin).sudo()
        values = {'partner_id': partner.id, 'acc_number': number, **values}
        return accounts.create({**values, 'allow_out_payment': True}).with_env(cls.env)

    @classmethod
    def _prepared_company(cls, name=None, **others):
        xml_id = not others and XML_IDS.get(name)
        return xml_id and cls.env.ref(xml_id, raise_if_not_found=False)
