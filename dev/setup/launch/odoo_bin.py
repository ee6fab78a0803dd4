"""Odoo's command as a file: with worker processes Odoo starts one more of them by its name."""

import odoo.cli


if __name__ == '__main__':
    odoo.cli.main()
