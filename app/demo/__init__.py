"""The people of the demo: an invented wholesaler, and what its customers and staff answer."""
