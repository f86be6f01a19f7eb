"""What Prongsai knows and keeps: records, schema, queries, the published dataset, sealing."""
