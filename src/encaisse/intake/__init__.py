"""Facts in: FEC, CSV/XLSX, e-invoices, ERP connectors."""
