"""The dossier: what an accrediting body asks to see of a course, as one document that stands alone."""
