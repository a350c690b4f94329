"""factcheck: check an article against your own reference corpus, every verdict with a quote."""

__version__ = "0.1.0"
