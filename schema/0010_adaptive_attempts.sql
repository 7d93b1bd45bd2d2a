-- Adaptive attempts: each answer decides what is asked next, so what was asked is kept, in order.

-- The item without a response, if there is one, is the one that is being asked.
CREATE TABLE attempt_item (
  organisation_id uuid NOT NULL,
  attempt_id uuid NOT NULL,
  ordinal smallint NOT NULL CHECK (ordinal > 0),
  item_id uuid NOT NULL,
  person_id uuid NOT NULL,
  asked_at timestamptz NOT NULL,
  PRIMARY KEY (organisation_id, attempt_id, ordinal),
  UNIQUE (organisation_id, attempt_id, item_id),
  FOREIGN KEY (organisation_id, attempt_id) REFERENCES attempt,
  FOREIGN KEY (organisation_id, item_id) REFERENCES item,
  FOREIGN KEY (organisation_id, person_id) REFERENCES person
);

CALL protect('attempt_item', 'SELECT, INSERT', 'person_id');
