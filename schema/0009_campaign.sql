-- Campaigns: who is to take which form of a test, when, by which rules, and with what accommodation.

ALTER TABLE campaign
  DROP CONSTRAINT campaign_check,
  ADD CHECK (closes_on >= opens_on), -- both inclusive
  DROP COLUMN name,
  ADD COLUMN code text NOT NULL CHECK (length(code) BETWEEN 1 AND 60),
  ADD COLUMN title_en text NOT NULL CHECK (length(title_en) BETWEEN 1 AND 200),
  ADD COLUMN title_zh text NOT NULL CHECK (length(title_zh) BETWEEN 1 AND 200),
  ADD COLUMN mode text NOT NULL CHECK (mode IN ('fixed', 'adaptive')),
  ADD COLUMN reminder_days integer[] NOT NULL DEFAULT '{}', -- so many days before it closes
  ADD COLUMN validity_months integer CHECK (validity_months > 0), -- NULL: the instrument's
  ADD COLUMN retake_days integer CHECK (retake_days >= 0), -- NULL: the instrument's
  ADD COLUMN created_at timestamptz NOT NULL,
  ADD COLUMN created_by uuid, -- NULL: the operator on the server's host
  ADD COLUMN closed_at timestamptz, -- NULL: it closes at the end of its closing day
  ADD UNIQUE (organisation_id, code),
  ADD FOREIGN KEY (organisation_id, created_by) REFERENCES account;

CREATE TABLE campaign_invitation (
  organisation_id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  person_id uuid NOT NULL,
  invited_at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  extra_time_percent smallint NOT NULL DEFAULT 0 CHECK (extra_time_percent BETWEEN 0 AND 200),
  accommodation_reason text CHECK (accommodation_reason IN ('disability', 'language', 'other')),
  accommodation_note text CHECK (length(accommodation_note) BETWEEN 1 AND 500),
  PRIMARY KEY (organisation_id, campaign_id, person_id),
  FOREIGN KEY (organisation_id, campaign_id) REFERENCES campaign,
  FOREIGN KEY (organisation_id, person_id) REFERENCES person,
  CHECK ((extra_time_percent > 0) = (accommodation_reason IS NOT NULL)),
  CHECK (accommodation_note IS NULL OR accommodation_reason IS NOT NULL)
);
CREATE INDEX campaign_invitation_person ON campaign_invitation (organisation_id, person_id);

-- That a person is to be reminded: once for each day on which the campaign's reminders fall due.
CREATE TABLE campaign_reminder (
  organisation_id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  person_id uuid NOT NULL,
  due_on date NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (organisation_id, campaign_id, person_id, due_on),
  FOREIGN KEY (organisation_id, campaign_id, person_id) REFERENCES campaign_invitation
);

ALTER TABLE attempt ADD COLUMN deadline timestamptz; -- NULL: as long as one likes
UPDATE attempt a SET deadline = a.started_at + (i.settings->>'timeLimitMinutes')::integer * interval '1 minute'
FROM form f JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id
WHERE f.organisation_id = a.organisation_id AND f.id = a.form_id AND a.status = 'in_progress';
CREATE UNIQUE INDEX attempt_campaign ON attempt (organisation_id, campaign_id, person_id)
  WHERE campaign_id IS NOT NULL AND status <> 'voided';

CALL protect('campaign_invitation', 'SELECT, INSERT, UPDATE', 'person_id');
CALL protect('campaign_reminder', 'SELECT, INSERT', 'person_id');
