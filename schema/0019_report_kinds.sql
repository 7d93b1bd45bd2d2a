-- Reports of boundaries and of gaps can be named and scheduled, too.

ALTER TABLE report_definition DROP CONSTRAINT report_definition_kind_check;
ALTER TABLE report_definition ADD CONSTRAINT report_definition_kind_check
  CHECK (kind IN ('brief', 'boundaries', 'gaps'));
