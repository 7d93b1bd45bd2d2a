-- Who may ask: accounts, what they are granted, how they sign in. Secrets are kept as SHA-256 of 256 random bits.

CREATE TABLE account (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  email text NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  person_id uuid, -- references person, once that table is there
  created_at timestamptz NOT NULL,
  disabled_at timestamptz,
  PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX account_email ON account (organisation_id, lower(email));
CREATE UNIQUE INDEX account_person ON account (organisation_id, person_id) WHERE disabled_at IS NULL;

-- The role an account holds, dated: at most one at a time.
CREATE TABLE access_grant (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('owner', 'hr_admin', 'assessor', 'manager', 'employee', 'auditor', 'service')),
  granted_at timestamptz NOT NULL,
  granted_by uuid, -- NULL: the operator on the server's host
  revoked_at timestamptz,
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, account_id) REFERENCES account
);
CREATE UNIQUE INDEX access_grant_current ON access_grant (organisation_id, account_id) WHERE revoked_at IS NULL;

CREATE TABLE device (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  name text NOT NULL,
  enrolled_at timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, account_id) REFERENCES account
);

CREATE TABLE sign_in_code (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  hash bytea NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, hash),
  FOREIGN KEY (organisation_id, account_id) REFERENCES account
);

CREATE TABLE token (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  device_id uuid,
  hash bytea NOT NULL,
  label text NOT NULL CHECK (length(label) BETWEEN 1 AND 200),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, hash),
  FOREIGN KEY (organisation_id, account_id) REFERENCES account,
  FOREIGN KEY (organisation_id, device_id) REFERENCES device
);
CREATE INDEX token_account ON token (organisation_id, account_id);

CALL protect('account', 'SELECT, INSERT, UPDATE');
CALL protect('access_grant', 'SELECT, INSERT, UPDATE');
CALL protect('device', 'SELECT, INSERT, UPDATE');
CALL protect('sign_in_code', 'SELECT, INSERT, UPDATE');
CALL protect('token', 'SELECT, INSERT, UPDATE');
