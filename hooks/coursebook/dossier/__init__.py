"""The dossier: what an accrediting body requires of a course, as one document that stands alone."""
