CREATE TABLE chain_heads (
    forum_id INTEGER NOT NULL,
    hash VARCHAR NOT NULL,
    length INTEGER NOT NULL,
    CONSTRAINT pk_chain_heads PRIMARY KEY (forum_id)
);

CREATE TABLE counts (
    bucket VARCHAR NOT NULL,
    window INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    hits INTEGER NOT NULL,
    CONSTRAINT pk_counts PRIMARY KEY (bucket, window)
);

CREATE INDEX ix_counts_ends ON counts (ends);

CREATE TABLE forums (
    id INTEGER NOT NULL,
    uuid VARCHAR NOT NULL,
    slug VARCHAR NOT NULL,
    name JSON NOT NULL,
    short_name JSON NOT NULL,
    theme JSON,
    venue JSON NOT NULL,
    city JSON NOT NULL,
    hosts JSON NOT NULL,
    zone VARCHAR NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    latitude DOUBLE,
    longitude DOUBLE,
    figures JSON NOT NULL,
    contact_email VARCHAR,
    documented BOOLEAN NOT NULL,
    second_step BOOLEAN DEFAULT 0 NOT NULL,
    changeover_minutes INTEGER DEFAULT 0 NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_forums PRIMARY KEY (id),
    CONSTRAINT ck_forums_ends_after_it_begins CHECK (first_day <= last_day),
    CONSTRAINT ck_forums_changeover_not_negative CHECK (changeover_minutes >= 0),
    CONSTRAINT uq_forums_uuid UNIQUE (uuid),
    CONSTRAINT uq_forums_slug UNIQUE (slug)
);

CREATE TABLE idempotency_keys (
    id INTEGER NOT NULL,
    scope VARCHAR NOT NULL,
    "key" VARCHAR NOT NULL,
    body_hash VARCHAR NOT NULL,
    status INTEGER,
    answer VARCHAR,
    at DATETIME NOT NULL,
    CONSTRAINT pk_idempotency_keys PRIMARY KEY (id),
    CONSTRAINT uq_idempotency_keys_scope_key UNIQUE (scope, "key"),
    CONSTRAINT ck_idempotency_keys_answered_with_a_status CHECK ((answer IS NULL) = (status IS NULL))
);

CREATE INDEX ix_idempotency_keys_at ON idempotency_keys (at);

CREATE TABLE live_versions (
    topic VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_live_versions PRIMARY KEY (topic)
);

CREATE TABLE users (
    id INTEGER NOT NULL,
    email VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    locale VARCHAR NOT NULL,
    zone VARCHAR,
    password_hash VARCHAR,
    confirmed_at DATETIME,
    epoch INTEGER NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT pk_users PRIMARY KEY (id),
    CONSTRAINT ck_users_email_is_folded CHECK (email = lower(email)),
    CONSTRAINT uq_users_email UNIQUE (email)
);

CREATE TABLE api_tokens (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    fingerprint VARCHAR NOT NULL,
    scopes JSON NOT NULL,
    writes_per_second INTEGER NOT NULL,
    made_at DATETIME NOT NULL,
    ends_at DATETIME,
    revoked_at DATETIME,
    used_at DATETIME,
    CONSTRAINT pk_api_tokens PRIMARY KEY (id),
    CONSTRAINT uq_api_tokens_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT ck_api_tokens_may_write_sometimes CHECK (writes_per_second > 0),
    CONSTRAINT fk_api_tokens_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT uq_api_tokens_fingerprint UNIQUE (fingerprint)
);

CREATE TABLE banners (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    sentence JSON NOT NULL,
    kind VARCHAR(9) NOT NULL,
    zone VARCHAR NOT NULL,
    shows_wall DATETIME,
    shows_fold INTEGER NOT NULL,
    shows_at DATETIME,
    ends_wall DATETIME,
    ends_fold INTEGER NOT NULL,
    ends_at DATETIME,
    zone_data VARCHAR NOT NULL,
    removed_at DATETIME,
    version INTEGER NOT NULL,
    CONSTRAINT pk_banners PRIMARY KEY (id),
    CONSTRAINT uq_banners_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT ck_banners_ends_after_it_shows CHECK (shows_at < ends_at),
    CONSTRAINT fk_banners_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_banners_bannerkind CHECK (kind IN ('info', 'attention'))
);

CREATE TABLE categories (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    name JSON NOT NULL,
    quota INTEGER,
    taken INTEGER NOT NULL,
    over INTEGER NOT NULL,
    needs_approval BOOLEAN NOT NULL,
    is_default BOOLEAN NOT NULL,
    is_public BOOLEAN NOT NULL,
    position INTEGER NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    CONSTRAINT pk_categories PRIMARY KEY (id),
    CONSTRAINT uq_categories_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_categories_forum_id_code UNIQUE (forum_id, code),
    CONSTRAINT ck_categories_quota_not_negative CHECK (quota >= 0),
    CONSTRAINT ck_categories_over_not_negative CHECK (over >= 0),
    CONSTRAINT ck_categories_quota CHECK (taken >= 0 AND (quota IS NULL OR taken <= quota + over)),
    CONSTRAINT fk_categories_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE UNIQUE INDEX uq_categories_one_default_per_forum ON categories (forum_id) WHERE is_default;

CREATE TABLE check_items (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    title JSON NOT NULL,
    about VARCHAR(5) NOT NULL,
    of_people BOOLEAN DEFAULT 0 NOT NULL,
    kinds JSON NOT NULL,
    applies_to JSON DEFAULT '[]' NOT NULL,
    is_needed BOOLEAN NOT NULL,
    is_self_test BOOLEAN DEFAULT 0 NOT NULL,
    hours INTEGER NOT NULL,
    position INTEGER NOT NULL,
    retired_at DATETIME,
    version INTEGER NOT NULL,
    CONSTRAINT pk_check_items PRIMARY KEY (id),
    CONSTRAINT uq_check_items_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_check_items_forum_id_code UNIQUE (forum_id, code),
    CONSTRAINT ck_check_items_counts_for_a_while CHECK (hours > 0),
    CONSTRAINT ck_check_items_people_of_a_point CHECK (NOT of_people OR about = 'point'),
    CONSTRAINT ck_check_items_self_test_of_the_room CHECK (NOT is_self_test OR about <> 'line'),
    CONSTRAINT fk_check_items_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_check_items_about CHECK (about IN ('line', 'point'))
);

CREATE UNIQUE INDEX uq_check_items_one_self_test ON check_items (forum_id) WHERE is_self_test AND retired_at IS NULL;

CREATE TABLE code_makers (
    user_id INTEGER NOT NULL,
    sealed_secret VARCHAR NOT NULL,
    last_step BIGINT NOT NULL,
    made_at DATETIME NOT NULL,
    CONSTRAINT pk_code_makers PRIMARY KEY (user_id),
    CONSTRAINT fk_code_makers_user_id_users FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE TABLE consent_wordings (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    purpose VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    sentence JSON NOT NULL,
    consequence JSON,
    required BOOLEAN NOT NULL,
    position INTEGER NOT NULL,
    since DATETIME NOT NULL,
    retired_at DATETIME,
    CONSTRAINT pk_consent_wordings PRIMARY KEY (id),
    CONSTRAINT uq_consent_wordings_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_consent_wordings_forum_id_purpose_version UNIQUE (forum_id, purpose, version),
    CONSTRAINT fk_consent_wordings_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE TABLE crews (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    name JSON NOT NULL,
    retired_at DATETIME,
    version INTEGER NOT NULL,
    CONSTRAINT pk_crews PRIMARY KEY (id),
    CONSTRAINT uq_crews_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_crews_forum_id_code UNIQUE (forum_id, code),
    CONSTRAINT fk_crews_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE TABLE door_shifts (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    door VARCHAR NOT NULL,
    opened_by_id INTEGER NOT NULL,
    device_hash VARCHAR NOT NULL,
    pin_hash VARCHAR NOT NULL,
    locks INTEGER NOT NULL,
    opened_at DATETIME NOT NULL,
    ends_at DATETIME NOT NULL,
    ended_at DATETIME,
    CONSTRAINT pk_door_shifts PRIMARY KEY (id),
    CONSTRAINT uq_door_shifts_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT ck_door_shifts_ends_after_it_begins CHECK (opened_at < ends_at),
    CONSTRAINT ck_door_shifts_ended_after_it_began CHECK (ended_at >= opened_at),
    CONSTRAINT ck_door_shifts_locks_not_negative CHECK (locks >= 0),
    CONSTRAINT fk_door_shifts_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT fk_door_shifts_opened_by_id_users FOREIGN KEY(opened_by_id) REFERENCES users (id),
    CONSTRAINT uq_door_shifts_device_hash UNIQUE (device_hash)
);

CREATE TABLE drafts (
    forum_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_drafts PRIMARY KEY (forum_id),
    CONSTRAINT fk_drafts_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE TABLE entries (
    id INTEGER NOT NULL,
    forum_id INTEGER,
    at DATETIME NOT NULL,
    actor VARCHAR NOT NULL,
    act VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    object_id INTEGER NOT NULL,
    facts JSON NOT NULL,
    personal_hash VARCHAR,
    previous_hash VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    CONSTRAINT pk_entries PRIMARY KEY (id),
    CONSTRAINT fk_entries_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT uq_entries_hash UNIQUE (hash)
);

CREATE INDEX ix_entries_object ON entries (forum_id, kind, object_id);

CREATE TABLE forum_roles (
    forum_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    role VARCHAR(9) NOT NULL,
    given_at DATETIME NOT NULL,
    CONSTRAINT pk_forum_roles PRIMARY KEY (forum_id, user_id, role),
    CONSTRAINT fk_forum_roles_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT fk_forum_roles_user_id_users FOREIGN KEY(user_id) REFERENCES users (id),
    CONSTRAINT ck_forum_roles_role CHECK (role IN ('organiser', 'caller', 'door'))
);

CREATE TABLE halls (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    uuid VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    name JSON NOT NULL,
    seats INTEGER NOT NULL,
    holds_several BOOLEAN DEFAULT 0 NOT NULL,
    position INTEGER NOT NULL,
    documented BOOLEAN NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    CONSTRAINT pk_halls PRIMARY KEY (id),
    CONSTRAINT uq_halls_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_halls_forum_id_code UNIQUE (forum_id, code),
    CONSTRAINT ck_halls_seats_not_negative CHECK (seats >= 0),
    CONSTRAINT fk_halls_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT uq_halls_uuid UNIQUE (uuid)
);

CREATE TABLE info_pages (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    uuid VARCHAR NOT NULL,
    slug VARCHAR NOT NULL,
    place VARCHAR(10) NOT NULL,
    position INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_info_pages PRIMARY KEY (id),
    CONSTRAINT uq_info_pages_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_info_pages_forum_id_slug UNIQUE (forum_id, slug),
    CONSTRAINT fk_info_pages_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT uq_info_pages_uuid UNIQUE (uuid),
    CONSTRAINT ck_info_pages_pageplace CHECK (place IN ('navigation', 'footer', 'nowhere'))
);

CREATE TABLE jobs (
    id INTEGER NOT NULL,
    forum_id INTEGER,
    dedup_key VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    facts JSON NOT NULL,
    state VARCHAR(7) NOT NULL,
    attempts INTEGER NOT NULL,
    next_at DATETIME NOT NULL,
    last_error VARCHAR,
    CONSTRAINT pk_jobs PRIMARY KEY (id),
    CONSTRAINT ck_jobs_attempts_not_negative CHECK (attempts >= 0),
    CONSTRAINT fk_jobs_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT uq_jobs_dedup_key UNIQUE (dedup_key),
    CONSTRAINT ck_jobs_jobstate CHECK (state IN ('waiting', 'done', 'dead'))
);

CREATE INDEX ix_jobs_due ON jobs (state, next_at);

CREATE TABLE letter_texts (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    template VARCHAR NOT NULL,
    paragraph JSON,
    version INTEGER NOT NULL,
    CONSTRAINT pk_letter_texts PRIMARY KEY (id),
    CONSTRAINT uq_letter_texts_forum_id_template UNIQUE (forum_id, template),
    CONSTRAINT fk_letter_texts_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE TABLE mailed_links (
    id INTEGER NOT NULL,
    purpose VARCHAR(10) NOT NULL,
    email VARCHAR NOT NULL,
    name VARCHAR,
    user_id INTEGER,
    epoch INTEGER,
    site_role VARCHAR(5),
    fingerprint VARCHAR NOT NULL,
    next VARCHAR,
    made_at DATETIME NOT NULL,
    ends_at DATETIME NOT NULL,
    used_at DATETIME,
    withdrawn_at DATETIME,
    CONSTRAINT pk_mailed_links PRIMARY KEY (id),
    CONSTRAINT ck_mailed_links_email_is_folded CHECK (email = lower(email)),
    CONSTRAINT ck_mailed_links_epoch_of_its_user CHECK ((user_id IS NULL) = (epoch IS NULL)),
    CONSTRAINT ck_mailed_links_ends_after_it_was_made CHECK (made_at < ends_at),
    CONSTRAINT ck_mailed_links_linkpurpose CHECK (purpose IN ('sign_in', 'confirm', 'reset', 'move', 'invitation')),
    CONSTRAINT fk_mailed_links_user_id_users FOREIGN KEY(user_id) REFERENCES users (id),
    CONSTRAINT ck_mailed_links_siterolename CHECK (site_role IN ('admin')),
    CONSTRAINT uq_mailed_links_fingerprint UNIQUE (fingerprint)
);

CREATE INDEX ix_mailed_links_email_purpose ON mailed_links (email, purpose);

CREATE TABLE messages (
    id INTEGER NOT NULL,
    uuid VARCHAR NOT NULL,
    dedup_key VARCHAR NOT NULL,
    forum_id INTEGER,
    address VARCHAR NOT NULL,
    lang VARCHAR NOT NULL,
    template VARCHAR NOT NULL,
    facts VARCHAR NOT NULL,
    state VARCHAR(9) NOT NULL,
    attempts INTEGER NOT NULL,
    written_at DATETIME NOT NULL,
    next_at DATETIME NOT NULL,
    sent_at DATETIME,
    last_error VARCHAR,
    CONSTRAINT pk_messages PRIMARY KEY (id),
    CONSTRAINT ck_messages_attempts_not_negative CHECK (attempts >= 0),
    CONSTRAINT ck_messages_sent_when CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
    CONSTRAINT uq_messages_uuid UNIQUE (uuid),
    CONSTRAINT uq_messages_dedup_key UNIQUE (dedup_key),
    CONSTRAINT fk_messages_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_messages_messagestate CHECK (state IN ('waiting', 'sent', 'dead', 'cancelled'))
);

CREATE INDEX ix_messages_address ON messages (forum_id, address);

CREATE INDEX ix_messages_due ON messages (state, next_at);

CREATE INDEX ix_messages_forum_id ON messages (forum_id);

CREATE TABLE passkeys (
    id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    credential VARCHAR NOT NULL,
    public_key VARCHAR NOT NULL,
    sign_count BIGINT NOT NULL,
    name VARCHAR NOT NULL,
    made_at DATETIME NOT NULL,
    used_at DATETIME,
    CONSTRAINT pk_passkeys PRIMARY KEY (id),
    CONSTRAINT ck_passkeys_sign_count_not_negative CHECK (sign_count >= 0),
    CONSTRAINT fk_passkeys_user_id_users FOREIGN KEY(user_id) REFERENCES users (id),
    CONSTRAINT uq_passkeys_credential UNIQUE (credential)
);

CREATE INDEX ix_passkeys_user_id ON passkeys (user_id);

CREATE TABLE persons (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    uuid VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    email VARCHAR,
    organisation VARCHAR,
    post JSON,
    country VARCHAR,
    user_id INTEGER,
    documented BOOLEAN NOT NULL,
    name_folded VARCHAR NOT NULL,
    name_sort VARCHAR NOT NULL,
    organisation_folded VARCHAR,
    created_at DATETIME NOT NULL,
    CONSTRAINT pk_persons PRIMARY KEY (id),
    CONSTRAINT uq_persons_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_persons_forum_id_email UNIQUE (forum_id, email),
    CONSTRAINT uq_persons_forum_id_user_id UNIQUE (forum_id, user_id),
    CONSTRAINT ck_persons_email_is_folded CHECK (email = lower(email)),
    CONSTRAINT ck_persons_country_iso CHECK (length(country) = 2 AND country = upper(country)),
    CONSTRAINT fk_persons_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT uq_persons_uuid UNIQUE (uuid),
    CONSTRAINT fk_persons_user_id_users FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE INDEX ix_persons_email ON persons (email);

CREATE INDEX ix_persons_name_sort ON persons (forum_id, name_sort);

CREATE INDEX ix_persons_searched ON persons (forum_id, name_folded, organisation_folded, email, country);

CREATE INDEX ix_persons_user_id ON persons (user_id);

CREATE TABLE points (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    uuid VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    kind VARCHAR(14) NOT NULL,
    type VARCHAR(11) NOT NULL,
    name JSON NOT NULL,
    city JSON NOT NULL,
    country VARCHAR NOT NULL,
    zone VARCHAR NOT NULL,
    latitude DOUBLE NOT NULL,
    longitude DOUBLE NOT NULL,
    seats INTEGER NOT NULL,
    position INTEGER NOT NULL,
    documented BOOLEAN NOT NULL,
    address JSON,
    host_institution JSON,
    screen_label VARCHAR,
    languages JSON DEFAULT '[]' NOT NULL,
    min_viable INTEGER DEFAULT 0 NOT NULL,
    seating VARCHAR(8) DEFAULT 'open' NOT NULL,
    withdrawn_at DATETIME,
    name_folded VARCHAR NOT NULL,
    name_sort JSON NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    CONSTRAINT pk_points PRIMARY KEY (id),
    CONSTRAINT uq_points_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_points_forum_id_code UNIQUE (forum_id, code),
    CONSTRAINT ck_points_seats_not_negative CHECK (seats >= 0),
    CONSTRAINT ck_points_min_viable_not_negative CHECK (min_viable >= 0),
    CONSTRAINT ck_points_latitude_on_earth CHECK (latitude BETWEEN -90 AND 90),
    CONSTRAINT ck_points_longitude_on_earth CHECK (longitude BETWEEN -180 AND 180),
    CONSTRAINT ck_points_country_iso CHECK (length(country) = 2 AND country = upper(country)),
    CONSTRAINT fk_points_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT uq_points_uuid UNIQUE (uuid),
    CONSTRAINT ck_points_pointkind CHECK (kind IN ('central', 'regional', 'embassy', 'agency', 'studio', 'single_speaker')),
    CONSTRAINT ck_points_pointtype CHECK (type IN ('participate', 'view_only')),
    CONSTRAINT ck_points_seating CHECK (seating IN ('open', 'approval', 'closed'))
);

CREATE INDEX ix_points_name_folded ON points (name_folded);

CREATE UNIQUE INDEX uq_points_one_central_per_forum ON points (forum_id) WHERE kind = 'central';

CREATE TABLE recovery_codes (
    id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    fingerprint VARCHAR NOT NULL,
    made_at DATETIME NOT NULL,
    used_at DATETIME,
    CONSTRAINT pk_recovery_codes PRIMARY KEY (id),
    CONSTRAINT fk_recovery_codes_user_id_users FOREIGN KEY(user_id) REFERENCES users (id),
    CONSTRAINT uq_recovery_codes_fingerprint UNIQUE (fingerprint)
);

CREATE INDEX ix_recovery_codes_user_id ON recovery_codes (user_id);

CREATE TABLE registration_terms (
    forum_id INTEGER NOT NULL,
    zone VARCHAR NOT NULL,
    opens_wall DATETIME,
    opens_fold INTEGER NOT NULL,
    opens_at DATETIME,
    closes_wall DATETIME,
    closes_fold INTEGER NOT NULL,
    closes_at DATETIME,
    zone_data VARCHAR NOT NULL,
    confirm_hours INTEGER NOT NULL,
    waiting_lists BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_registration_terms PRIMARY KEY (forum_id),
    CONSTRAINT ck_registration_terms_time_to_confirm CHECK (confirm_hours > 0),
    CONSTRAINT ck_registration_terms_closes_after_it_opens CHECK (opens_at < closes_at),
    CONSTRAINT fk_registration_terms_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE TABLE relay_acts (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    cells JSON NOT NULL,
    done_at DATETIME NOT NULL,
    done_by_id INTEGER NOT NULL,
    undone_at DATETIME,
    CONSTRAINT pk_relay_acts PRIMARY KEY (id),
    CONSTRAINT uq_relay_acts_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT fk_relay_acts_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT fk_relay_acts_done_by_id_users FOREIGN KEY(done_by_id) REFERENCES users (id)
);

CREATE TABLE releases (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    note JSON,
    released_at DATETIME NOT NULL,
    released_by_id INTEGER,
    frozen JSON NOT NULL,
    CONSTRAINT pk_releases PRIMARY KEY (id),
    CONSTRAINT uq_releases_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_releases_forum_id_number UNIQUE (forum_id, number),
    CONSTRAINT ck_releases_counted_from_one CHECK (number > 0),
    CONSTRAINT fk_releases_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT fk_releases_released_by_id_users FOREIGN KEY(released_by_id) REFERENCES users (id)
);

CREATE TABLE reminder_pauses (
    forum_id INTEGER NOT NULL,
    rule VARCHAR(10) NOT NULL,
    paused_at DATETIME NOT NULL,
    paused_by_id INTEGER,
    CONSTRAINT pk_reminder_pauses PRIMARY KEY (forum_id, rule),
    CONSTRAINT fk_reminder_pauses_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_reminder_pauses_rule CHECK (rule IN ('test_24h', 'test_2h', 'missing_7d', 'missing_3d', 'missing_1d')),
    CONSTRAINT fk_reminder_pauses_paused_by_id_users FOREIGN KEY(paused_by_id) REFERENCES users (id)
);

CREATE TABLE sign_ins (
    id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    fingerprint VARCHAR NOT NULL,
    epoch INTEGER NOT NULL,
    half BOOLEAN DEFAULT 0 NOT NULL,
    device VARCHAR NOT NULL,
    made_at DATETIME NOT NULL,
    seen_at DATETIME NOT NULL,
    proved_at DATETIME NOT NULL,
    ended_at DATETIME,
    challenge VARCHAR,
    CONSTRAINT pk_sign_ins PRIMARY KEY (id),
    CONSTRAINT ck_sign_ins_seen_after_it_was_made CHECK (seen_at >= made_at),
    CONSTRAINT fk_sign_ins_user_id_users FOREIGN KEY(user_id) REFERENCES users (id),
    CONSTRAINT uq_sign_ins_fingerprint UNIQUE (fingerprint)
);

CREATE INDEX ix_sign_ins_user_id_epoch ON sign_ins (user_id, epoch);

CREATE TABLE site_roles (
    user_id INTEGER NOT NULL,
    role VARCHAR(5) NOT NULL,
    given_at DATETIME NOT NULL,
    CONSTRAINT pk_site_roles PRIMARY KEY (user_id, role),
    CONSTRAINT fk_site_roles_user_id_users FOREIGN KEY(user_id) REFERENCES users (id),
    CONSTRAINT ck_site_roles_siterolename CHECK (role IN ('admin'))
);

CREATE TABLE test_rounds (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    title JSON NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    from_time TIME NOT NULL,
    until_time TIME NOT NULL,
    minutes INTEGER NOT NULL,
    position INTEGER NOT NULL,
    rebook_hours INTEGER DEFAULT 12 NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_test_rounds PRIMARY KEY (id),
    CONSTRAINT uq_test_rounds_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_test_rounds_forum_id_code UNIQUE (forum_id, code),
    CONSTRAINT ck_test_rounds_ends_after_it_begins CHECK (first_day <= last_day),
    CONSTRAINT ck_test_rounds_day_ends_after_it_begins CHECK (from_time < until_time),
    CONSTRAINT ck_test_rounds_whole_quarters CHECK (minutes > 0 AND minutes % 15 = 0),
    CONSTRAINT ck_test_rounds_rebook_hours_not_negative CHECK (rebook_hours >= 0),
    CONSTRAINT fk_test_rounds_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE TABLE zones (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    name JSON NOT NULL,
    mode VARCHAR(10) NOT NULL,
    price_minor INTEGER NOT NULL,
    currency VARCHAR NOT NULL,
    hold_minutes INTEGER NOT NULL,
    offer_minutes INTEGER NOT NULL,
    most_booths INTEGER,
    opens_at DATETIME,
    closes_at DATETIME,
    version INTEGER DEFAULT 1 NOT NULL,
    CONSTRAINT pk_zones PRIMARY KEY (id),
    CONSTRAINT uq_zones_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_zones_forum_id_code UNIQUE (forum_id, code),
    CONSTRAINT ck_zones_holds_last CHECK (hold_minutes > 0),
    CONSTRAINT ck_zones_offers_last CHECK (offer_minutes > 0),
    CONSTRAINT ck_zones_some_booths CHECK (most_booths > 0),
    CONSTRAINT ck_zones_price_not_negative CHECK (price_minor >= 0),
    CONSTRAINT ck_zones_closes_after_it_opens CHECK (opens_at < closes_at),
    CONSTRAINT fk_zones_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_zones_zonemode CHECK (mode IN ('invited', 'first_come', 'apply'))
);

CREATE TABLE availabilities (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    zone VARCHAR NOT NULL,
    starts_wall DATETIME NOT NULL,
    starts_fold INTEGER NOT NULL,
    ends_wall DATETIME NOT NULL,
    ends_fold INTEGER NOT NULL,
    starts_at DATETIME NOT NULL,
    ends_at DATETIME NOT NULL,
    zone_data VARCHAR NOT NULL,
    CONSTRAINT pk_availabilities PRIMARY KEY (id),
    CONSTRAINT uq_availabilities_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT ck_availabilities_ends_after_it_begins CHECK (starts_at < ends_at),
    CONSTRAINT fk_availabilities_forum_id_person_id_persons FOREIGN KEY(forum_id, person_id) REFERENCES persons (forum_id, id),
    CONSTRAINT fk_availabilities_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE INDEX ix_availabilities_person_id ON availabilities (person_id);

CREATE TABLE booths (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    zone_id INTEGER NOT NULL,
    blocked_at DATETIME,
    blocked_reason VARCHAR,
    version INTEGER NOT NULL,
    CONSTRAINT pk_booths PRIMARY KEY (id),
    CONSTRAINT uq_booths_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_booths_forum_id_code UNIQUE (forum_id, code),
    CONSTRAINT ck_booths_blocked_for_a_reason CHECK ((blocked_at IS NULL) = (blocked_reason IS NULL)),
    CONSTRAINT fk_booths_forum_id_zone_id_zones FOREIGN KEY(forum_id, zone_id) REFERENCES zones (forum_id, id),
    CONSTRAINT fk_booths_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE TABLE bulk_acts (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    uuid VARCHAR NOT NULL,
    verb VARCHAR(10) NOT NULL,
    reason VARCHAR,
    category_id INTEGER,
    by_id INTEGER NOT NULL,
    asked_at DATETIME NOT NULL,
    ended_at DATETIME,
    undone_at DATETIME,
    undone_by_id INTEGER,
    CONSTRAINT pk_bulk_acts PRIMARY KEY (id),
    CONSTRAINT uq_bulk_acts_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT ck_bulk_acts_reason_where_declined CHECK ((verb = 'decline') = (reason IS NOT NULL)),
    CONSTRAINT ck_bulk_acts_category_where_categorised CHECK ((verb = 'categorise') = (category_id IS NOT NULL)),
    CONSTRAINT ck_bulk_acts_ended_after_it_began CHECK (ended_at >= asked_at),
    CONSTRAINT ck_bulk_acts_undone_after_it_ended CHECK (undone_at IS NULL OR ended_at IS NOT NULL),
    CONSTRAINT ck_bulk_acts_undone_by_whom CHECK ((undone_at IS NULL) = (undone_by_id IS NULL)),
    CONSTRAINT fk_bulk_acts_forum_id_category_id_categories FOREIGN KEY(forum_id, category_id) REFERENCES categories (forum_id, id),
    CONSTRAINT fk_bulk_acts_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT uq_bulk_acts_uuid UNIQUE (uuid),
    CONSTRAINT ck_bulk_acts_verb CHECK (verb IN ('approve', 'decline', 'resend', 'categorise', 'release', 'relocate')),
    CONSTRAINT fk_bulk_acts_by_id_users FOREIGN KEY(by_id) REFERENCES users (id),
    CONSTRAINT fk_bulk_acts_undone_by_id_users FOREIGN KEY(undone_by_id) REFERENCES users (id)
);

CREATE TABLE cells (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    hall_id INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    x_cm INTEGER NOT NULL,
    y_cm INTEGER NOT NULL,
    width_cm INTEGER NOT NULL,
    depth_cm INTEGER NOT NULL,
    CONSTRAINT pk_cells PRIMARY KEY (id),
    CONSTRAINT uq_cells_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_cells_forum_id_hall_id_code UNIQUE (forum_id, hall_id, code),
    CONSTRAINT ck_cells_has_floor CHECK (width_cm > 0 AND depth_cm > 0),
    CONSTRAINT fk_cells_forum_id_hall_id_halls FOREIGN KEY(forum_id, hall_id) REFERENCES halls (forum_id, id),
    CONSTRAINT fk_cells_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE TABLE coordinator_invitations (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    point_id INTEGER NOT NULL,
    email VARCHAR NOT NULL,
    link_id INTEGER NOT NULL,
    made_at DATETIME NOT NULL,
    made_by_id INTEGER,
    accepted_at DATETIME,
    withdrawn_at DATETIME,
    CONSTRAINT pk_coordinator_invitations PRIMARY KEY (id),
    CONSTRAINT uq_coordinator_invitations_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT ck_coordinator_invitations_email_is_folded CHECK (email = lower(email)),
    CONSTRAINT ck_coordinator_invitations_accepted_or_withdrawn CHECK (accepted_at IS NULL OR withdrawn_at IS NULL),
    CONSTRAINT fk_coordinator_invitations_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_coordinator_invitations_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT fk_coordinator_invitations_link_id_mailed_links FOREIGN KEY(link_id) REFERENCES mailed_links (id),
    CONSTRAINT fk_coordinator_invitations_made_by_id_users FOREIGN KEY(made_by_id) REFERENCES users (id)
);

CREATE INDEX ix_coordinator_invitations_email ON coordinator_invitations (email);

CREATE UNIQUE INDEX uq_coordinator_invitations_one_open_per_point ON coordinator_invitations (point_id, email) WHERE accepted_at IS NULL AND withdrawn_at IS NULL;

CREATE TABLE delegations (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    name JSON NOT NULL,
    country VARCHAR,
    quota INTEGER,
    head_id INTEGER,
    CONSTRAINT pk_delegations PRIMARY KEY (id),
    CONSTRAINT uq_delegations_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_delegations_forum_id_code UNIQUE (forum_id, code),
    CONSTRAINT ck_delegations_quota_not_negative CHECK (quota >= 0),
    CONSTRAINT fk_delegations_forum_id_head_id_persons FOREIGN KEY(forum_id, head_id) REFERENCES persons (forum_id, id),
    CONSTRAINT fk_delegations_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE TABLE distinct_persons (
    one_id INTEGER NOT NULL,
    other_id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    told_at DATETIME NOT NULL,
    told_by VARCHAR NOT NULL,
    CONSTRAINT pk_distinct_persons PRIMARY KEY (one_id, other_id),
    CONSTRAINT ck_distinct_persons_in_order CHECK (one_id < other_id),
    CONSTRAINT fk_distinct_persons_forum_id_one_id_persons FOREIGN KEY(forum_id, one_id) REFERENCES persons (forum_id, id),
    CONSTRAINT fk_distinct_persons_forum_id_other_id_persons FOREIGN KEY(forum_id, other_id) REFERENCES persons (forum_id, id),
    CONSTRAINT fk_distinct_persons_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE INDEX ix_distinct_persons_other_id ON distinct_persons (other_id);

CREATE TABLE entry_personals (
    entry_id INTEGER NOT NULL,
    salt VARCHAR NOT NULL,
    before_after JSON,
    redacted_at DATETIME,
    CONSTRAINT pk_entry_personals PRIMARY KEY (entry_id),
    CONSTRAINT fk_entry_personals_entry_id_entries FOREIGN KEY(entry_id) REFERENCES entries (id)
);

CREATE TABLE exhibitors (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    slug VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR(10) NOT NULL,
    country VARCHAR,
    profile JSON,
    website VARCHAR,
    lang VARCHAR NOT NULL,
    documented BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    contact_id INTEGER NOT NULL,
    CONSTRAINT pk_exhibitors PRIMARY KEY (id),
    CONSTRAINT uq_exhibitors_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_exhibitors_forum_id_slug UNIQUE (forum_id, slug),
    CONSTRAINT uq_exhibitors_forum_id_contact_id UNIQUE (forum_id, contact_id),
    CONSTRAINT ck_exhibitors_country_iso CHECK (length(country) = 2 AND country = upper(country)),
    CONSTRAINT ck_exhibitors_website_is_on_the_web CHECK (website LIKE 'http://%' OR website LIKE 'https://%'),
    CONSTRAINT fk_exhibitors_forum_id_contact_id_persons FOREIGN KEY(forum_id, contact_id) REFERENCES persons (forum_id, id),
    CONSTRAINT fk_exhibitors_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_exhibitors_exhibitorkind CHECK (kind IN ('locality', 'enterprise', 'ministry', 'partner'))
);

CREATE TABLE floor_plans (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    hall_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    state VARCHAR(10) NOT NULL,
    width_cm INTEGER NOT NULL,
    depth_cm INTEGER NOT NULL,
    marks JSON NOT NULL,
    published_at DATETIME,
    CONSTRAINT pk_floor_plans PRIMARY KEY (id),
    CONSTRAINT uq_floor_plans_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_floor_plans_forum_id_hall_id_version UNIQUE (forum_id, hall_id, version),
    CONSTRAINT ck_floor_plans_has_floor CHECK (width_cm > 0 AND depth_cm > 0),
    CONSTRAINT ck_floor_plans_published_when CHECK ((state = 'draft') = (published_at IS NULL)),
    CONSTRAINT fk_floor_plans_forum_id_hall_id_halls FOREIGN KEY(forum_id, hall_id) REFERENCES halls (forum_id, id),
    CONSTRAINT fk_floor_plans_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_floor_plans_planstate CHECK (state IN ('draft', 'published', 'superseded'))
);

CREATE UNIQUE INDEX uq_floor_plans_one_published_per_hall ON floor_plans (hall_id) WHERE state = 'published';

CREATE TABLE info_page_versions (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    page_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    title JSON NOT NULL,
    body JSON NOT NULL,
    written_at DATETIME NOT NULL,
    written_by_id INTEGER,
    published_at DATETIME,
    withdrawn_at DATETIME,
    CONSTRAINT pk_info_page_versions PRIMARY KEY (id),
    CONSTRAINT uq_info_page_versions_forum_id_page_id_number UNIQUE (forum_id, page_id, number),
    CONSTRAINT ck_info_page_versions_counted_from_one CHECK (number > 0),
    CONSTRAINT ck_info_page_versions_withdrawn_after_published CHECK (withdrawn_at IS NULL OR published_at IS NOT NULL),
    CONSTRAINT fk_info_page_versions_forum_id_page_id_info_pages FOREIGN KEY(forum_id, page_id) REFERENCES info_pages (forum_id, id),
    CONSTRAINT fk_info_page_versions_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT fk_info_page_versions_written_by_id_users FOREIGN KEY(written_by_id) REFERENCES users (id)
);

CREATE UNIQUE INDEX uq_info_page_versions_one_published_per_page ON info_page_versions (page_id) WHERE published_at IS NOT NULL AND withdrawn_at IS NULL;

CREATE TABLE invitations (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    email VARCHAR NOT NULL,
    role VARCHAR(9) NOT NULL,
    link_id INTEGER NOT NULL,
    made_at DATETIME NOT NULL,
    accepted_at DATETIME,
    withdrawn_at DATETIME,
    CONSTRAINT pk_invitations PRIMARY KEY (id),
    CONSTRAINT uq_invitations_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT ck_invitations_email_is_folded CHECK (email = lower(email)),
    CONSTRAINT ck_invitations_accepted_or_withdrawn CHECK (accepted_at IS NULL OR withdrawn_at IS NULL),
    CONSTRAINT fk_invitations_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_invitations_role CHECK (role IN ('organiser', 'caller', 'door')),
    CONSTRAINT fk_invitations_link_id_mailed_links FOREIGN KEY(link_id) REFERENCES mailed_links (id)
);

CREATE INDEX ix_invitations_email ON invitations (email);

CREATE UNIQUE INDEX uq_invitations_one_open_per_role ON invitations (forum_id, email, role) WHERE accepted_at IS NULL AND withdrawn_at IS NULL;

CREATE TABLE merged_persons (
    gone_id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    kept_id INTEGER NOT NULL,
    merged_at DATETIME NOT NULL,
    merged_by VARCHAR NOT NULL,
    CONSTRAINT pk_merged_persons PRIMARY KEY (gone_id),
    CONSTRAINT ck_merged_persons_two_people CHECK (gone_id <> kept_id),
    CONSTRAINT fk_merged_persons_forum_id_gone_id_persons FOREIGN KEY(forum_id, gone_id) REFERENCES persons (forum_id, id),
    CONSTRAINT fk_merged_persons_forum_id_kept_id_persons FOREIGN KEY(forum_id, kept_id) REFERENCES persons (forum_id, id),
    CONSTRAINT fk_merged_persons_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE INDEX ix_merged_persons_kept_id ON merged_persons (kept_id);

CREATE TABLE page_letters (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    point_id INTEGER NOT NULL,
    contact_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    dedup_key VARCHAR NOT NULL,
    laid_at DATETIME NOT NULL,
    CONSTRAINT pk_page_letters PRIMARY KEY (id),
    CONSTRAINT uq_page_letters_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_page_letters_point_id_contact_id_number UNIQUE (point_id, contact_id, number),
    CONSTRAINT ck_page_letters_first_is_one CHECK (number > 0),
    CONSTRAINT fk_page_letters_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_page_letters_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT uq_page_letters_dedup_key UNIQUE (dedup_key)
);

CREATE TABLE people_changes (
    forum_id INTEGER NOT NULL,
    point_id INTEGER NOT NULL,
    changes INTEGER NOT NULL,
    CONSTRAINT pk_people_changes PRIMARY KEY (forum_id, point_id),
    CONSTRAINT fk_people_changes_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_people_changes_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE TABLE photos (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    content VARCHAR NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    made_at DATETIME NOT NULL,
    made_by VARCHAR NOT NULL,
    CONSTRAINT pk_photos PRIMARY KEY (id),
    CONSTRAINT uq_photos_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT ck_photos_named_by_its_content CHECK (length(content) = 64),
    CONSTRAINT ck_photos_has_a_size CHECK (width > 0 AND height > 0),
    CONSTRAINT fk_photos_forum_id_person_id_persons FOREIGN KEY(forum_id, person_id) REFERENCES persons (forum_id, id),
    CONSTRAINT fk_photos_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE INDEX ix_photos_content ON photos (forum_id, content);

CREATE INDEX ix_photos_person_id ON photos (person_id);

CREATE TABLE point_contacts (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    point_id INTEGER NOT NULL,
    part VARCHAR(11) NOT NULL,
    name VARCHAR NOT NULL,
    email VARCHAR,
    phone VARCHAR,
    second_channel VARCHAR,
    languages JSON NOT NULL,
    on_site BOOLEAN NOT NULL,
    reachable_from VARCHAR,
    reachable_until VARCHAR,
    version INTEGER DEFAULT 1 NOT NULL,
    CONSTRAINT pk_point_contacts PRIMARY KEY (id),
    CONSTRAINT uq_point_contacts_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT ck_point_contacts_email_is_folded CHECK (email = lower(email)),
    CONSTRAINT ck_point_contacts_from_and_until CHECK ((reachable_from IS NULL) = (reachable_until IS NULL)),
    CONSTRAINT fk_point_contacts_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_point_contacts_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_point_contacts_part CHECK (part IN ('coordinator', 'technician', 'deputy'))
);

CREATE INDEX ix_point_contacts_point_id ON point_contacts (point_id);

CREATE UNIQUE INDEX uq_point_contacts_one_coordinator_per_point ON point_contacts (point_id) WHERE part = 'coordinator';

CREATE TABLE point_coordinators (
    forum_id INTEGER NOT NULL,
    point_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    given_at DATETIME NOT NULL,
    given_by_id INTEGER,
    CONSTRAINT pk_point_coordinators PRIMARY KEY (forum_id, point_id, user_id),
    CONSTRAINT fk_point_coordinators_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_point_coordinators_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT fk_point_coordinators_user_id_users FOREIGN KEY(user_id) REFERENCES users (id),
    CONSTRAINT fk_point_coordinators_given_by_id_users FOREIGN KEY(given_by_id) REFERENCES users (id)
);

CREATE INDEX ix_point_coordinators_user_id ON point_coordinators (user_id);

CREATE TABLE point_keys (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    point_id INTEGER NOT NULL,
    key_hash VARCHAR NOT NULL,
    key_sealed VARCHAR NOT NULL,
    made_at DATETIME NOT NULL,
    made_by_id INTEGER,
    CONSTRAINT pk_point_keys PRIMARY KEY (id),
    CONSTRAINT uq_point_keys_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_point_keys_forum_id_point_id UNIQUE (forum_id, point_id),
    CONSTRAINT fk_point_keys_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_point_keys_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT uq_point_keys_key_hash UNIQUE (key_hash),
    CONSTRAINT fk_point_keys_made_by_id_users FOREIGN KEY(made_by_id) REFERENCES users (id)
);

CREATE TABLE point_mailings (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    point_id INTEGER NOT NULL,
    was JSON NOT NULL,
    since DATETIME NOT NULL,
    asked_at DATETIME,
    asked_by VARCHAR,
    let_be_at DATETIME,
    people INTEGER NOT NULL,
    ended_at DATETIME,
    CONSTRAINT pk_point_mailings PRIMARY KEY (id),
    CONSTRAINT uq_point_mailings_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT ck_point_mailings_asked_by_somebody CHECK ((asked_at IS NULL) = (asked_by IS NULL)),
    CONSTRAINT ck_point_mailings_asked_or_let_be CHECK (asked_at IS NULL OR let_be_at IS NULL),
    CONSTRAINT ck_point_mailings_ended_after_asked CHECK (ended_at IS NULL OR asked_at IS NOT NULL),
    CONSTRAINT ck_point_mailings_people_not_negative CHECK (people >= 0),
    CONSTRAINT fk_point_mailings_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_point_mailings_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE UNIQUE INDEX uq_point_mailings_one_open_per_point ON point_mailings (point_id) WHERE asked_at IS NULL AND let_be_at IS NULL;

CREATE TABLE release_mailings (
    release_id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    since INTEGER,
    asked_at DATETIME,
    asked_by VARCHAR,
    people INTEGER NOT NULL,
    ended_at DATETIME,
    CONSTRAINT pk_release_mailings PRIMARY KEY (release_id),
    CONSTRAINT ck_release_mailings_asked_by_somebody CHECK ((asked_at IS NULL) = (asked_by IS NULL)),
    CONSTRAINT ck_release_mailings_since_what_when_asked CHECK ((asked_at IS NULL) = (since IS NULL)),
    CONSTRAINT ck_release_mailings_ended_after_asked CHECK (ended_at IS NULL OR asked_at IS NOT NULL),
    CONSTRAINT ck_release_mailings_people_not_negative CHECK (people >= 0),
    CONSTRAINT fk_release_mailings_forum_id_release_id_releases FOREIGN KEY(forum_id, release_id) REFERENCES releases (forum_id, id),
    CONSTRAINT fk_release_mailings_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE INDEX ix_release_mailings_forum_id ON release_mailings (forum_id);

CREATE TABLE released_photos (
    forum_id INTEGER NOT NULL,
    release_id INTEGER NOT NULL,
    content VARCHAR NOT NULL,
    CONSTRAINT pk_released_photos PRIMARY KEY (forum_id, release_id, content),
    CONSTRAINT fk_released_photos_forum_id_release_id_releases FOREIGN KEY(forum_id, release_id) REFERENCES releases (forum_id, id),
    CONSTRAINT fk_released_photos_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE TABLE reminders (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    point_id INTEGER NOT NULL,
    rule VARCHAR(10) NOT NULL,
    for_at DATETIME NOT NULL,
    at DATETIME NOT NULL,
    told JSON NOT NULL,
    letters INTEGER NOT NULL,
    CONSTRAINT pk_reminders PRIMARY KEY (id),
    CONSTRAINT uq_reminders_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_reminders_point_id_rule_for_at UNIQUE (point_id, rule, for_at),
    CONSTRAINT ck_reminders_letters_not_negative CHECK (letters >= 0),
    CONSTRAINT fk_reminders_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_reminders_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_reminders_rule CHECK (rule IN ('test_24h', 'test_2h', 'missing_7d', 'missing_3d', 'missing_1d'))
);

CREATE TABLE sessions (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    uuid VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    kind VARCHAR(8) NOT NULL,
    title JSON NOT NULL,
    abstract JSON,
    practical JSON,
    hall_id INTEGER NOT NULL,
    zone VARCHAR NOT NULL,
    starts_wall DATETIME NOT NULL,
    starts_fold INTEGER NOT NULL,
    ends_wall DATETIME NOT NULL,
    ends_fold INTEGER NOT NULL,
    starts_at DATETIME NOT NULL,
    ends_at DATETIME NOT NULL,
    zone_data VARCHAR NOT NULL,
    title_folded VARCHAR NOT NULL,
    title_sort JSON NOT NULL,
    documented BOOLEAN NOT NULL,
    times_documented BOOLEAN NOT NULL,
    title_documented JSON NOT NULL,
    cancelled_at DATETIME,
    unscheduled_at DATETIME,
    version INTEGER NOT NULL,
    languages JSON DEFAULT '[]' NOT NULL,
    spoken JSON DEFAULT '[]' NOT NULL,
    CONSTRAINT pk_sessions PRIMARY KEY (id),
    CONSTRAINT uq_sessions_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_sessions_forum_id_code UNIQUE (forum_id, code),
    CONSTRAINT ck_sessions_ends_after_it_begins CHECK (starts_at < ends_at),
    CONSTRAINT fk_sessions_forum_id_hall_id_halls FOREIGN KEY(forum_id, hall_id) REFERENCES halls (forum_id, id),
    CONSTRAINT fk_sessions_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT uq_sessions_uuid UNIQUE (uuid),
    CONSTRAINT ck_sessions_sessionkind CHECK (kind IN ('plenary', 'workshop', 'ceremony', 'break', 'visit'))
);

CREATE INDEX ix_sessions_starts ON sessions (forum_id, starts_at);

CREATE TABLE test_slots (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    round_id INTEGER NOT NULL,
    point_id INTEGER NOT NULL,
    crew_id INTEGER NOT NULL,
    starts_at DATETIME NOT NULL,
    ends_at DATETIME NOT NULL,
    done_at DATETIME,
    missed_at DATETIME,
    cancelled_at DATETIME,
    planned_at DATETIME,
    rebooked_at DATETIME,
    version INTEGER NOT NULL,
    CONSTRAINT pk_test_slots PRIMARY KEY (id),
    CONSTRAINT uq_test_slots_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT ck_test_slots_ends_after_it_begins CHECK (starts_at < ends_at),
    CONSTRAINT ck_test_slots_done_or_missed CHECK (done_at IS NULL OR missed_at IS NULL),
    CONSTRAINT fk_test_slots_forum_id_round_id_test_rounds FOREIGN KEY(forum_id, round_id) REFERENCES test_rounds (forum_id, id),
    CONSTRAINT fk_test_slots_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_test_slots_forum_id_crew_id_crews FOREIGN KEY(forum_id, crew_id) REFERENCES crews (forum_id, id),
    CONSTRAINT fk_test_slots_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE INDEX ix_test_slots_starts ON test_slots (forum_id, starts_at);

CREATE UNIQUE INDEX uq_test_slots_one_planned_per_point_and_round ON test_slots (round_id, point_id) WHERE missed_at IS NULL AND cancelled_at IS NULL;

CREATE TABLE tickets (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    person_id INTEGER NOT NULL,
    purpose VARCHAR(8) NOT NULL,
    issued_at DATETIME NOT NULL,
    revoked_at DATETIME,
    CONSTRAINT pk_tickets PRIMARY KEY (id),
    CONSTRAINT uq_tickets_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_tickets_forum_id_id_person_id UNIQUE (forum_id, id, person_id),
    CONSTRAINT fk_tickets_forum_id_person_id_persons FOREIGN KEY(forum_id, person_id) REFERENCES persons (forum_id, id),
    CONSTRAINT fk_tickets_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT uq_tickets_code UNIQUE (code),
    CONSTRAINT ck_tickets_ticketpurpose CHECK (purpose IN ('delegate', 'stand', 'crew'))
);

CREATE UNIQUE INDEX uq_tickets_one_live_per_person_and_purpose ON tickets (person_id, purpose) WHERE revoked_at IS NULL;

CREATE TABLE bookings (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    uuid VARCHAR NOT NULL,
    booth_id INTEGER NOT NULL,
    exhibitor_id INTEGER NOT NULL,
    booked_by_id INTEGER,
    state VARCHAR(9) NOT NULL,
    version INTEGER NOT NULL,
    price_minor INTEGER NOT NULL,
    currency VARCHAR NOT NULL,
    booked_at DATETIME NOT NULL,
    held_until DATETIME,
    submitted_at DATETIME,
    decided_at DATETIME,
    reason VARCHAR,
    confirmed_at DATETIME,
    cancelled_at DATETIME,
    CONSTRAINT pk_bookings PRIMARY KEY (id),
    CONSTRAINT uq_bookings_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT ck_bookings_only_holds_end CHECK ((state = 'held') = (held_until IS NOT NULL)),
    CONSTRAINT ck_bookings_submitted_when CHECK (state <> 'submitted' OR submitted_at IS NOT NULL),
    CONSTRAINT ck_bookings_confirmed_when CHECK (state <> 'confirmed' OR confirmed_at IS NOT NULL),
    CONSTRAINT ck_bookings_cancelled_when CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL)),
    CONSTRAINT ck_bookings_declined_for_a_reason CHECK (state <> 'declined' OR (decided_at IS NOT NULL AND reason IS NOT NULL)),
    CONSTRAINT ck_bookings_price_not_negative CHECK (price_minor >= 0),
    CONSTRAINT fk_bookings_forum_id_booth_id_booths FOREIGN KEY(forum_id, booth_id) REFERENCES booths (forum_id, id),
    CONSTRAINT fk_bookings_forum_id_exhibitor_id_exhibitors FOREIGN KEY(forum_id, exhibitor_id) REFERENCES exhibitors (forum_id, id),
    CONSTRAINT fk_bookings_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT uq_bookings_uuid UNIQUE (uuid),
    CONSTRAINT fk_bookings_booked_by_id_users FOREIGN KEY(booked_by_id) REFERENCES users (id),
    CONSTRAINT ck_bookings_bookingstate CHECK (state IN ('held', 'submitted', 'confirmed', 'declined', 'expired', 'cancelled'))
);

CREATE INDEX ix_bookings_exhibitor ON bookings (forum_id, exhibitor_id);

CREATE INDEX ix_bookings_held_until ON bookings (state, held_until);

CREATE TABLE booth_cells (
    forum_id INTEGER NOT NULL,
    booth_id INTEGER NOT NULL,
    cell_id INTEGER NOT NULL,
    CONSTRAINT pk_booth_cells PRIMARY KEY (booth_id, cell_id),
    CONSTRAINT fk_booth_cells_forum_id_booth_id_booths FOREIGN KEY(forum_id, booth_id) REFERENCES booths (forum_id, id),
    CONSTRAINT fk_booth_cells_forum_id_cell_id_cells FOREIGN KEY(forum_id, cell_id) REFERENCES cells (forum_id, id)
);

CREATE INDEX ix_booth_cells_cell_id ON booth_cells (cell_id);

CREATE TABLE check_ins (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    ticket_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    session_id INTEGER,
    hall_id INTEGER,
    point_id INTEGER,
    day DATE,
    nonce VARCHAR NOT NULL,
    entered_at DATETIME NOT NULL,
    actor VARCHAR NOT NULL,
    shift_id INTEGER,
    because VARCHAR,
    undone_at DATETIME,
    undone_reason VARCHAR,
    CONSTRAINT pk_check_ins PRIMARY KEY (id),
    CONSTRAINT uq_check_ins_forum_id_nonce UNIQUE (forum_id, nonce),
    CONSTRAINT ck_check_ins_undone_after CHECK (undone_at >= entered_at),
    CONSTRAINT ck_check_ins_undone_why CHECK ((undone_at IS NULL) = (undone_reason IS NULL)),
    CONSTRAINT ck_check_ins_session_or_day CHECK ((session_id IS NULL) <> (day IS NULL)),
    CONSTRAINT ck_check_ins_hall_or_point_of_a_session CHECK ((day IS NOT NULL AND hall_id IS NULL AND point_id IS NULL) OR (day IS NULL AND (hall_id IS NULL) <> (point_id IS NULL))),
    CONSTRAINT fk_check_ins_forum_id_ticket_id_person_id_tickets FOREIGN KEY(forum_id, ticket_id, person_id) REFERENCES tickets (forum_id, id, person_id),
    CONSTRAINT fk_check_ins_forum_id_session_id_sessions FOREIGN KEY(forum_id, session_id) REFERENCES sessions (forum_id, id),
    CONSTRAINT fk_check_ins_forum_id_hall_id_halls FOREIGN KEY(forum_id, hall_id) REFERENCES halls (forum_id, id),
    CONSTRAINT fk_check_ins_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_check_ins_forum_id_shift_id_door_shifts FOREIGN KEY(forum_id, shift_id) REFERENCES door_shifts (forum_id, id),
    CONSTRAINT fk_check_ins_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE INDEX ix_check_ins_session_id ON check_ins (session_id);

CREATE INDEX ix_check_ins_ticket_id ON check_ins (ticket_id);

CREATE UNIQUE INDEX uq_check_ins_one_live_entry_per_person_and_day ON check_ins (person_id, day) WHERE undone_at IS NULL AND day IS NOT NULL;

CREATE UNIQUE INDEX uq_check_ins_one_live_entry_per_person_and_session ON check_ins (person_id, session_id) WHERE undone_at IS NULL AND session_id IS NOT NULL;

CREATE TABLE delegates (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    uuid VARCHAR NOT NULL,
    reference VARCHAR NOT NULL,
    person_id INTEGER NOT NULL,
    category_id INTEGER NOT NULL,
    delegation_id INTEGER,
    registered_by_id INTEGER,
    state VARCHAR(9) NOT NULL,
    lang VARCHAR NOT NULL,
    answers JSON NOT NULL,
    link_hash VARCHAR NOT NULL,
    link_sealed VARCHAR NOT NULL,
    sequence INTEGER NOT NULL,
    version INTEGER NOT NULL,
    submitted_at DATETIME NOT NULL,
    confirm_by DATETIME,
    confirmed_at DATETIME,
    declined_at DATETIME,
    withdrawn_at DATETIME,
    reason VARCHAR,
    CONSTRAINT pk_delegates PRIMARY KEY (id),
    CONSTRAINT uq_delegates_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_delegates_forum_id_reference UNIQUE (forum_id, reference),
    CONSTRAINT ck_delegates_declined_when CHECK ((state = 'declined') = (declined_at IS NOT NULL)),
    CONSTRAINT ck_delegates_withdrawn_when CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL)),
    CONSTRAINT ck_delegates_confirm_by_when CHECK (state <> 'submitted' OR confirm_by IS NOT NULL),
    CONSTRAINT ck_delegates_sequence_not_negative CHECK (sequence >= 0),
    CONSTRAINT fk_delegates_forum_id_person_id_persons FOREIGN KEY(forum_id, person_id) REFERENCES persons (forum_id, id),
    CONSTRAINT fk_delegates_forum_id_category_id_categories FOREIGN KEY(forum_id, category_id) REFERENCES categories (forum_id, id),
    CONSTRAINT fk_delegates_forum_id_delegation_id_delegations FOREIGN KEY(forum_id, delegation_id) REFERENCES delegations (forum_id, id),
    CONSTRAINT fk_delegates_forum_id_registered_by_id_persons FOREIGN KEY(forum_id, registered_by_id) REFERENCES persons (forum_id, id),
    CONSTRAINT fk_delegates_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT uq_delegates_uuid UNIQUE (uuid),
    CONSTRAINT ck_delegates_delegatestate CHECK (state IN ('submitted', 'pending', 'confirmed', 'declined', 'withdrawn')),
    CONSTRAINT uq_delegates_link_hash UNIQUE (link_hash)
);

CREATE INDEX ix_delegates_category ON delegates (forum_id, category_id, id);

CREATE INDEX ix_delegates_person_id ON delegates (person_id);

CREATE INDEX ix_delegates_registered_by_id ON delegates (registered_by_id);

CREATE INDEX ix_delegates_state ON delegates (forum_id, state, id);

CREATE INDEX ix_delegates_unconfirmed ON delegates (confirm_by) WHERE state = 'submitted';

CREATE UNIQUE INDEX uq_delegates_one_live_per_person ON delegates (person_id) WHERE state IN ('submitted', 'pending', 'confirmed');

CREATE TABLE door_counts (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    point_id INTEGER,
    inside INTEGER NOT NULL,
    CONSTRAINT pk_door_counts PRIMARY KEY (id),
    CONSTRAINT ck_door_counts_inside_not_negative CHECK (inside >= 0),
    CONSTRAINT fk_door_counts_forum_id_session_id_sessions FOREIGN KEY(forum_id, session_id) REFERENCES sessions (forum_id, id),
    CONSTRAINT fk_door_counts_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_door_counts_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE UNIQUE INDEX uq_door_counts_one_per_session ON door_counts (session_id) WHERE point_id IS NULL;

CREATE UNIQUE INDEX uq_door_counts_one_per_session_and_point ON door_counts (session_id, point_id) WHERE point_id IS NOT NULL;

CREATE TABLE exhibitor_staff (
    exhibitor_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    added_at DATETIME NOT NULL,
    CONSTRAINT pk_exhibitor_staff PRIMARY KEY (exhibitor_id, user_id),
    CONSTRAINT uq_exhibitor_staff_forum_id_user_id UNIQUE (forum_id, user_id),
    CONSTRAINT fk_exhibitor_staff_forum_id_exhibitor_id_exhibitors FOREIGN KEY(forum_id, exhibitor_id) REFERENCES exhibitors (forum_id, id),
    CONSTRAINT fk_exhibitor_staff_user_id_users FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE TABLE host_invitations (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    email VARCHAR NOT NULL,
    link_id INTEGER NOT NULL,
    made_at DATETIME NOT NULL,
    made_by_id INTEGER,
    accepted_at DATETIME,
    withdrawn_at DATETIME,
    CONSTRAINT pk_host_invitations PRIMARY KEY (id),
    CONSTRAINT uq_host_invitations_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT ck_host_invitations_email_is_folded CHECK (email = lower(email)),
    CONSTRAINT ck_host_invitations_accepted_or_withdrawn CHECK (accepted_at IS NULL OR withdrawn_at IS NULL),
    CONSTRAINT fk_host_invitations_forum_id_session_id_sessions FOREIGN KEY(forum_id, session_id) REFERENCES sessions (forum_id, id),
    CONSTRAINT fk_host_invitations_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT fk_host_invitations_link_id_mailed_links FOREIGN KEY(link_id) REFERENCES mailed_links (id),
    CONSTRAINT fk_host_invitations_made_by_id_users FOREIGN KEY(made_by_id) REFERENCES users (id)
);

CREATE INDEX ix_host_invitations_email ON host_invitations (email);

CREATE UNIQUE INDEX uq_host_invitations_one_open_per_session ON host_invitations (session_id, email) WHERE accepted_at IS NULL AND withdrawn_at IS NULL;

CREATE TABLE interpretation_channels (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    language VARCHAR NOT NULL,
    kind VARCHAR(5) NOT NULL,
    relay_from_id INTEGER,
    version INTEGER DEFAULT 1 NOT NULL,
    CONSTRAINT pk_interpretation_channels PRIMARY KEY (id),
    CONSTRAINT uq_interpretation_channels_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_interpretation_channels_forum_id_session_id_id UNIQUE (forum_id, session_id, id),
    CONSTRAINT uq_interpretation_channels_forum_id_session_id_language_kind UNIQUE (forum_id, session_id, language, kind),
    CONSTRAINT ck_interpretation_channels_not_its_own_relay CHECK (relay_from_id <> id),
    CONSTRAINT fk_interpretation_channels_forum_id_session_id_sessions FOREIGN KEY(forum_id, session_id) REFERENCES sessions (forum_id, id),
    CONSTRAINT fk_interpretation_channels_relay_of_its_session FOREIGN KEY(forum_id, session_id, relay_from_id) REFERENCES interpretation_channels (forum_id, session_id, id),
    CONSTRAINT fk_interpretation_channels_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_interpretation_channels_channelkind CHECK (kind IN ('audio', 'video', 'sign'))
);

CREATE INDEX ix_interpretation_channels_session_id ON interpretation_channels (session_id);

CREATE TABLE links (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    session_id INTEGER,
    point_id INTEGER,
    purpose VARCHAR(14) NOT NULL,
    transport VARCHAR(6) NOT NULL,
    label VARCHAR,
    address VARCHAR NOT NULL,
    room VARCHAR,
    sealed_secret VARCHAR,
    secret_name VARCHAR,
    direction VARCHAR(3),
    language VARCHAR,
    channel_kind VARCHAR(5),
    audience VARCHAR(9) NOT NULL,
    opens_at DATETIME,
    closes_at DATETIME,
    priority INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    revoked_at DATETIME,
    CONSTRAINT pk_links PRIMARY KEY (id),
    CONSTRAINT uq_links_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT ck_links_closes_after_it_opens CHECK (opens_at < closes_at),
    CONSTRAINT ck_links_first_is_one CHECK (priority > 0),
    CONSTRAINT ck_links_revised_from_one CHECK (revision > 0),
    CONSTRAINT ck_links_a_named_secret_is_there CHECK (secret_name IS NULL OR sealed_secret IS NOT NULL),
    CONSTRAINT ck_links_green_room_of_no_delegates CHECK (purpose <> 'green_room' OR audience IN ('crew', 'speakers')),
    CONSTRAINT ck_links_a_channel_is_interpretation CHECK (channel_kind IS NULL OR (language IS NOT NULL AND purpose = 'interpretation')),
    CONSTRAINT fk_links_forum_id_session_id_sessions FOREIGN KEY(forum_id, session_id) REFERENCES sessions (forum_id, id),
    CONSTRAINT fk_links_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_links_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_links_purpose CHECK (purpose IN ('meet', 'contribute', 'return', 'watch', 'phone', 'interpretation', 'backup', 'green_room', 'recording')),
    CONSTRAINT ck_links_transport CHECK (transport IN ('web', 'sip', 'h323', 'pstn', 'srt', 'rtmp', 'hls', 'webrtc')),
    CONSTRAINT ck_links_direction CHECK (direction IN ('in', 'out')),
    CONSTRAINT ck_links_channelkind CHECK (channel_kind IN ('audio', 'video', 'sign')),
    CONSTRAINT ck_links_audience CHECK (audience IN ('crew', 'speakers', 'point', 'delegates'))
);

CREATE INDEX ix_links_point_id ON links (point_id);

CREATE INDEX ix_links_session_id ON links (session_id);

CREATE TABLE plan_cells (
    forum_id INTEGER NOT NULL,
    plan_id INTEGER NOT NULL,
    cell_id INTEGER NOT NULL,
    CONSTRAINT pk_plan_cells PRIMARY KEY (plan_id, cell_id),
    CONSTRAINT fk_plan_cells_forum_id_plan_id_floor_plans FOREIGN KEY(forum_id, plan_id) REFERENCES floor_plans (forum_id, id),
    CONSTRAINT fk_plan_cells_forum_id_cell_id_cells FOREIGN KEY(forum_id, cell_id) REFERENCES cells (forum_id, id),
    CONSTRAINT fk_plan_cells_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE INDEX ix_plan_cells_cell_id ON plan_cells (cell_id);

CREATE TABLE prerequisites (
    forum_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    after_id INTEGER NOT NULL,
    CONSTRAINT pk_prerequisites PRIMARY KEY (forum_id, session_id, after_id),
    CONSTRAINT ck_prerequisites_not_after_itself CHECK (session_id <> after_id),
    CONSTRAINT fk_prerequisites_forum_id_session_id_sessions FOREIGN KEY(forum_id, session_id) REFERENCES sessions (forum_id, id),
    CONSTRAINT fk_prerequisites_forum_id_after_id_sessions FOREIGN KEY(forum_id, after_id) REFERENCES sessions (forum_id, id),
    CONSTRAINT fk_prerequisites_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE INDEX ix_prerequisites_after_id ON prerequisites (after_id);

CREATE TABLE relays (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    point_id INTEGER NOT NULL,
    role VARCHAR(7) NOT NULL,
    expected INTEGER,
    zone VARCHAR NOT NULL,
    call_wall DATETIME,
    call_fold INTEGER DEFAULT 0 NOT NULL,
    call_at DATETIME,
    zone_data VARCHAR NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    CONSTRAINT pk_relays PRIMARY KEY (id),
    CONSTRAINT uq_relays_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_relays_forum_id_session_id_point_id UNIQUE (forum_id, session_id, point_id),
    CONSTRAINT ck_relays_expected_not_negative CHECK (expected >= 0),
    CONSTRAINT ck_relays_call_has_an_instant CHECK ((call_wall IS NULL) = (call_at IS NULL)),
    CONSTRAINT fk_relays_forum_id_session_id_sessions FOREIGN KEY(forum_id, session_id) REFERENCES sessions (forum_id, id),
    CONSTRAINT fk_relays_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_relays_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_relays_relayrole CHECK (role IN ('chair', 'speak', 'discuss', 'listen'))
);

CREATE INDEX ix_relays_point_id ON relays (point_id);

CREATE TABLE released_relays (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    release_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    point_id INTEGER NOT NULL,
    role VARCHAR(7) NOT NULL,
    CONSTRAINT pk_released_relays PRIMARY KEY (id),
    CONSTRAINT uq_released_relays_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_released_relays_forum_id_release_id_session_id_point_id UNIQUE (forum_id, release_id, session_id, point_id),
    CONSTRAINT fk_released_relays_forum_id_release_id_releases FOREIGN KEY(forum_id, release_id) REFERENCES releases (forum_id, id),
    CONSTRAINT fk_released_relays_forum_id_session_id_sessions FOREIGN KEY(forum_id, session_id) REFERENCES sessions (forum_id, id),
    CONSTRAINT fk_released_relays_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_released_relays_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_released_relays_relayrole CHECK (role IN ('chair', 'speak', 'discuss', 'listen'))
);

CREATE INDEX ix_released_relays_point_id ON released_relays (point_id);

CREATE INDEX ix_released_relays_session_id ON released_relays (session_id);

CREATE TABLE released_sessions (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    release_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    kind VARCHAR(8) NOT NULL,
    title JSON NOT NULL,
    abstract JSON,
    practical JSON,
    hall_id INTEGER NOT NULL,
    zone VARCHAR NOT NULL,
    starts_at DATETIME NOT NULL,
    ends_at DATETIME NOT NULL,
    documented BOOLEAN NOT NULL,
    times_documented BOOLEAN NOT NULL,
    title_documented JSON NOT NULL,
    cancelled BOOLEAN NOT NULL,
    languages JSON DEFAULT '[]' NOT NULL,
    spoken JSON DEFAULT '[]' NOT NULL,
    CONSTRAINT pk_released_sessions PRIMARY KEY (id),
    CONSTRAINT uq_released_sessions_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_released_sessions_forum_id_release_id_session_id UNIQUE (forum_id, release_id, session_id),
    CONSTRAINT ck_released_sessions_ends_after_it_begins CHECK (starts_at < ends_at),
    CONSTRAINT fk_released_sessions_forum_id_release_id_releases FOREIGN KEY(forum_id, release_id) REFERENCES releases (forum_id, id),
    CONSTRAINT fk_released_sessions_forum_id_session_id_sessions FOREIGN KEY(forum_id, session_id) REFERENCES sessions (forum_id, id),
    CONSTRAINT fk_released_sessions_forum_id_hall_id_halls FOREIGN KEY(forum_id, hall_id) REFERENCES halls (forum_id, id),
    CONSTRAINT fk_released_sessions_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_released_sessions_sessionkind CHECK (kind IN ('plenary', 'workshop', 'ceremony', 'break', 'visit'))
);

CREATE INDEX ix_released_sessions_session_id ON released_sessions (session_id);

CREATE TABLE relocations (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    act_id INTEGER NOT NULL,
    point_id INTEGER NOT NULL,
    to_point_id INTEGER,
    to_online BOOLEAN NOT NULL,
    withdrew BOOLEAN NOT NULL,
    at_once BOOLEAN NOT NULL,
    CONSTRAINT pk_relocations PRIMARY KEY (id),
    CONSTRAINT uq_relocations_act_id UNIQUE (act_id),
    CONSTRAINT ck_relocations_somewhere CHECK (to_online OR to_point_id IS NOT NULL),
    CONSTRAINT ck_relocations_elsewhere CHECK (to_point_id <> point_id),
    CONSTRAINT fk_relocations_forum_id_act_id_bulk_acts FOREIGN KEY(forum_id, act_id) REFERENCES bulk_acts (forum_id, id),
    CONSTRAINT fk_relocations_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_relocations_forum_id_to_point_id_points FOREIGN KEY(forum_id, to_point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_relocations_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE INDEX ix_relocations_point_id ON relocations (point_id);

CREATE TABLE seat_counts (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    way VARCHAR(6) NOT NULL,
    point_id INTEGER,
    seats INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    over INTEGER NOT NULL,
    CONSTRAINT pk_seat_counts PRIMARY KEY (id),
    CONSTRAINT uq_seat_counts_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_seat_counts_forum_id_id_session_id UNIQUE (forum_id, id, session_id),
    CONSTRAINT ck_seat_counts_seats_not_negative CHECK (seats >= 0),
    CONSTRAINT ck_seat_counts_over_not_negative CHECK (over >= 0),
    CONSTRAINT ck_seat_counts_never_oversold CHECK (taken BETWEEN 0 AND seats + over),
    CONSTRAINT ck_seat_counts_point_where_point CHECK ((way = 'point') = (point_id IS NOT NULL)),
    CONSTRAINT fk_seat_counts_forum_id_session_id_sessions FOREIGN KEY(forum_id, session_id) REFERENCES sessions (forum_id, id),
    CONSTRAINT fk_seat_counts_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_seat_counts_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_seat_counts_way CHECK (way IN ('hall', 'point', 'online'))
);

CREATE UNIQUE INDEX uq_seat_counts_one_per_session_and_point ON seat_counts (forum_id, session_id, point_id) WHERE point_id IS NOT NULL;

CREATE UNIQUE INDEX uq_seat_counts_one_per_session_and_way ON seat_counts (forum_id, session_id, way) WHERE point_id IS NULL;

CREATE TABLE session_hosts (
    forum_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    given_at DATETIME NOT NULL,
    given_by_id INTEGER,
    CONSTRAINT pk_session_hosts PRIMARY KEY (forum_id, session_id, user_id),
    CONSTRAINT fk_session_hosts_forum_id_session_id_sessions FOREIGN KEY(forum_id, session_id) REFERENCES sessions (forum_id, id),
    CONSTRAINT fk_session_hosts_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT fk_session_hosts_user_id_users FOREIGN KEY(user_id) REFERENCES users (id),
    CONSTRAINT fk_session_hosts_given_by_id_users FOREIGN KEY(given_by_id) REFERENCES users (id)
);

CREATE INDEX ix_session_hosts_user_id ON session_hosts (user_id);

CREATE TABLE slides (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind VARCHAR(4) NOT NULL,
    name VARCHAR NOT NULL,
    content VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    made_at DATETIME NOT NULL,
    made_by VARCHAR NOT NULL,
    shown_at DATETIME,
    CONSTRAINT pk_slides PRIMARY KEY (id),
    CONSTRAINT uq_slides_forum_id_session_id_person_id_number UNIQUE (forum_id, session_id, person_id, number),
    CONSTRAINT ck_slides_counted_from_one CHECK (number > 0),
    CONSTRAINT ck_slides_not_empty CHECK (size > 0),
    CONSTRAINT ck_slides_named_by_its_content CHECK (length(content) = 64),
    CONSTRAINT fk_slides_forum_id_session_id_sessions FOREIGN KEY(forum_id, session_id) REFERENCES sessions (forum_id, id),
    CONSTRAINT fk_slides_forum_id_person_id_persons FOREIGN KEY(forum_id, person_id) REFERENCES persons (forum_id, id),
    CONSTRAINT fk_slides_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_slides_slideskind CHECK (kind IN ('pdf', 'pptx'))
);

CREATE INDEX ix_slides_person_id ON slides (person_id);

CREATE TABLE slot_claims (
    forum_id INTEGER NOT NULL,
    crew_id INTEGER NOT NULL,
    quarter_at DATETIME NOT NULL,
    point_id INTEGER NOT NULL,
    slot_id INTEGER NOT NULL,
    CONSTRAINT pk_slot_claims PRIMARY KEY (crew_id, quarter_at),
    CONSTRAINT uq_slot_claims_point_id_quarter_at UNIQUE (point_id, quarter_at),
    CONSTRAINT fk_slot_claims_forum_id_crew_id_crews FOREIGN KEY(forum_id, crew_id) REFERENCES crews (forum_id, id),
    CONSTRAINT fk_slot_claims_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_slot_claims_forum_id_slot_id_test_slots FOREIGN KEY(forum_id, slot_id) REFERENCES test_slots (forum_id, id),
    CONSTRAINT fk_slot_claims_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE INDEX ix_slot_claims_slot_id ON slot_claims (slot_id);

CREATE TABLE speaker_pages (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    lang VARCHAR NOT NULL,
    biography JSON,
    name_said JSON,
    contact VARCHAR,
    zone VARCHAR,
    photo_id INTEGER,
    link_hash VARCHAR NOT NULL,
    link_sealed VARCHAR NOT NULL,
    feed_hash VARCHAR NOT NULL,
    feed_sealed VARCHAR NOT NULL,
    letters INTEGER NOT NULL,
    changes INTEGER NOT NULL,
    made_at DATETIME NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_speaker_pages PRIMARY KEY (id),
    CONSTRAINT uq_speaker_pages_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_speaker_pages_person_id UNIQUE (person_id),
    CONSTRAINT fk_speaker_pages_forum_id_person_id_persons FOREIGN KEY(forum_id, person_id) REFERENCES persons (forum_id, id),
    CONSTRAINT fk_speaker_pages_forum_id_photo_id_photos FOREIGN KEY(forum_id, photo_id) REFERENCES photos (forum_id, id),
    CONSTRAINT fk_speaker_pages_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT uq_speaker_pages_link_hash UNIQUE (link_hash),
    CONSTRAINT uq_speaker_pages_feed_hash UNIQUE (feed_hash)
);

CREATE TABLE talks (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    uuid VARCHAR NOT NULL,
    session_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    title JSON NOT NULL,
    minutes INTEGER NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    CONSTRAINT pk_talks PRIMARY KEY (id),
    CONSTRAINT uq_talks_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT uq_talks_forum_id_session_id_position UNIQUE (forum_id, session_id, position),
    CONSTRAINT uq_talks_forum_id_session_id_id UNIQUE (forum_id, session_id, id),
    CONSTRAINT ck_talks_lasts CHECK (minutes > 0),
    CONSTRAINT fk_talks_forum_id_session_id_sessions FOREIGN KEY(forum_id, session_id) REFERENCES sessions (forum_id, id),
    CONSTRAINT fk_talks_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT uq_talks_uuid UNIQUE (uuid)
);

CREATE TABLE zone_invitations (
    zone_id INTEGER NOT NULL,
    exhibitor_id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    invited_at DATETIME NOT NULL,
    CONSTRAINT pk_zone_invitations PRIMARY KEY (zone_id, exhibitor_id),
    CONSTRAINT fk_zone_invitations_forum_id_zone_id_zones FOREIGN KEY(forum_id, zone_id) REFERENCES zones (forum_id, id),
    CONSTRAINT fk_zone_invitations_forum_id_exhibitor_id_exhibitors FOREIGN KEY(forum_id, exhibitor_id) REFERENCES exhibitors (forum_id, id)
);

CREATE TABLE appearances (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    talk_id INTEGER,
    channel_id INTEGER,
    role VARCHAR(18) NOT NULL,
    from_way VARCHAR(6) NOT NULL,
    point_id INTEGER,
    position INTEGER NOT NULL,
    invited_at DATETIME,
    confirmed_at DATETIME,
    declined_at DATETIME,
    declined_because VARCHAR,
    documented BOOLEAN NOT NULL,
    from_documented BOOLEAN NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    CONSTRAINT pk_appearances PRIMARY KEY (id),
    CONSTRAINT uq_appearances_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT ck_appearances_point_where_point CHECK ((from_way = 'point') = (point_id IS NOT NULL)),
    CONSTRAINT ck_appearances_one_answer CHECK (confirmed_at IS NULL OR declined_at IS NULL),
    CONSTRAINT ck_appearances_reason_of_declining CHECK (declined_because IS NULL OR declined_at IS NOT NULL),
    CONSTRAINT ck_appearances_interprets_in_a_channel CHECK ((role = 'interpreter') = (channel_id IS NOT NULL)),
    CONSTRAINT ck_appearances_interprets_the_whole_session CHECK (channel_id IS NULL OR talk_id IS NULL),
    CONSTRAINT fk_appearances_forum_id_session_id_sessions FOREIGN KEY(forum_id, session_id) REFERENCES sessions (forum_id, id),
    CONSTRAINT fk_appearances_forum_id_person_id_persons FOREIGN KEY(forum_id, person_id) REFERENCES persons (forum_id, id),
    CONSTRAINT fk_appearances_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_appearances_forum_id_session_id_talk_id_talks FOREIGN KEY(forum_id, session_id, talk_id) REFERENCES talks (forum_id, session_id, id),
    CONSTRAINT fk_appearances_channel_of_its_session FOREIGN KEY(forum_id, session_id, channel_id) REFERENCES interpretation_channels (forum_id, session_id, id),
    CONSTRAINT fk_appearances_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_appearances_appearancerole CHECK (role IN ('chair', 'moderator', 'opening', 'keynote', 'speaker', 'report', 'panellist', 'closing', 'report and closing', 'interpreter')),
    CONSTRAINT ck_appearances_way CHECK (from_way IN ('hall', 'point', 'online'))
);

CREATE INDEX ix_appearances_person_id ON appearances (person_id);

CREATE INDEX ix_appearances_session_id ON appearances (session_id);

CREATE UNIQUE INDEX uq_appearances_one_per_channel ON appearances (forum_id, channel_id, person_id) WHERE channel_id IS NOT NULL;

CREATE UNIQUE INDEX uq_appearances_one_per_role ON appearances (forum_id, session_id, person_id, role) WHERE talk_id IS NULL AND channel_id IS NULL;

CREATE UNIQUE INDEX uq_appearances_one_per_role_in_a_talk ON appearances (forum_id, talk_id, person_id, role) WHERE talk_id IS NOT NULL;

CREATE TABLE booth_waitings (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    exhibitor_id INTEGER NOT NULL,
    zone_id INTEGER NOT NULL,
    booth_id INTEGER,
    state VARCHAR(8) NOT NULL,
    joined_at DATETIME NOT NULL,
    ended_at DATETIME,
    booking_id INTEGER,
    CONSTRAINT pk_booth_waitings PRIMARY KEY (id),
    CONSTRAINT uq_booth_waitings_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT ck_booth_waitings_offer_is_a_hold CHECK (state <> 'offered' OR booking_id IS NOT NULL),
    CONSTRAINT ck_booth_waitings_ended_when CHECK ((state IN ('waiting', 'offered')) = (ended_at IS NULL)),
    CONSTRAINT fk_booth_waitings_forum_id_zone_id_zones FOREIGN KEY(forum_id, zone_id) REFERENCES zones (forum_id, id),
    CONSTRAINT fk_booth_waitings_forum_id_booth_id_booths FOREIGN KEY(forum_id, booth_id) REFERENCES booths (forum_id, id),
    CONSTRAINT fk_booth_waitings_forum_id_exhibitor_id_exhibitors FOREIGN KEY(forum_id, exhibitor_id) REFERENCES exhibitors (forum_id, id),
    CONSTRAINT fk_booth_waitings_forum_id_booking_id_bookings FOREIGN KEY(forum_id, booking_id) REFERENCES bookings (forum_id, id),
    CONSTRAINT fk_booth_waitings_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_booth_waitings_boothwaitingstate CHECK (state IN ('waiting', 'offered', 'accepted', 'declined', 'lapsed', 'left'))
);

CREATE INDEX ix_booth_waitings_line ON booth_waitings (zone_id, state);

CREATE UNIQUE INDEX uq_booth_waitings_one_per_booth ON booth_waitings (exhibitor_id, booth_id) WHERE booth_id IS NOT NULL AND state IN ('waiting', 'offered');

CREATE UNIQUE INDEX uq_booth_waitings_one_per_zone ON booth_waitings (exhibitor_id, zone_id) WHERE booth_id IS NULL AND state IN ('waiting', 'offered');

CREATE TABLE bulk_items (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    act_id INTEGER NOT NULL,
    delegate_id INTEGER NOT NULL,
    state VARCHAR(7) NOT NULL,
    version INTEGER,
    was_category_id INTEGER,
    settled_at DATETIME,
    why VARCHAR,
    lost VARCHAR,
    CONSTRAINT pk_bulk_items PRIMARY KEY (id),
    CONSTRAINT fk_bulk_items_forum_id_act_id_bulk_acts FOREIGN KEY(forum_id, act_id) REFERENCES bulk_acts (forum_id, id),
    CONSTRAINT fk_bulk_items_forum_id_delegate_id_delegates FOREIGN KEY(forum_id, delegate_id) REFERENCES delegates (forum_id, id),
    CONSTRAINT uq_bulk_items_act_id_delegate_id UNIQUE (act_id, delegate_id),
    CONSTRAINT ck_bulk_items_version_where_done CHECK (state <> 'done' OR version IS NOT NULL),
    CONSTRAINT fk_bulk_items_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_bulk_items_itemstate CHECK (state IN ('waiting', 'done', 'left', 'undoing', 'undone', 'kept'))
);

CREATE INDEX ix_bulk_items_delegate_id ON bulk_items (delegate_id);

CREATE INDEX ix_bulk_items_to_do ON bulk_items (act_id, id) WHERE state IN ('waiting', 'undoing');

CREATE TABLE cell_claims (
    cell_id INTEGER NOT NULL,
    day DATE NOT NULL,
    booking_id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    expires_at DATETIME,
    CONSTRAINT pk_cell_claims PRIMARY KEY (cell_id, day),
    CONSTRAINT fk_cell_claims_forum_id_cell_id_cells FOREIGN KEY(forum_id, cell_id) REFERENCES cells (forum_id, id),
    CONSTRAINT fk_cell_claims_forum_id_booking_id_bookings FOREIGN KEY(forum_id, booking_id) REFERENCES bookings (forum_id, id)
);

CREATE INDEX ix_cell_claims_booking_id ON cell_claims (booking_id);

CREATE TABLE consents (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    delegate_id INTEGER NOT NULL,
    wording_id INTEGER NOT NULL,
    lang VARCHAR NOT NULL,
    given_at DATETIME NOT NULL,
    recorded_by VARCHAR,
    withdrawn_at DATETIME,
    CONSTRAINT pk_consents PRIMARY KEY (id),
    CONSTRAINT ck_consents_withdrawn_after_given CHECK (withdrawn_at >= given_at),
    CONSTRAINT fk_consents_forum_id_delegate_id_delegates FOREIGN KEY(forum_id, delegate_id) REFERENCES delegates (forum_id, id),
    CONSTRAINT fk_consents_forum_id_wording_id_consent_wordings FOREIGN KEY(forum_id, wording_id) REFERENCES consent_wordings (forum_id, id),
    CONSTRAINT fk_consents_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id)
);

CREATE UNIQUE INDEX uq_consents_one_live_per_wording ON consents (delegate_id, wording_id) WHERE withdrawn_at IS NULL;

CREATE TABLE gate_entries (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    delegate_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    way VARCHAR(6) NOT NULL,
    link_id INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    entered_at DATETIME NOT NULL,
    CONSTRAINT pk_gate_entries PRIMARY KEY (id),
    CONSTRAINT uq_gate_entries_delegate_id_session_id UNIQUE (delegate_id, session_id),
    CONSTRAINT ck_gate_entries_halls_have_doors CHECK (way <> 'hall'),
    CONSTRAINT ck_gate_entries_revised_from_one CHECK (revision > 0),
    CONSTRAINT fk_gate_entries_forum_id_delegate_id_delegates FOREIGN KEY(forum_id, delegate_id) REFERENCES delegates (forum_id, id),
    CONSTRAINT fk_gate_entries_forum_id_session_id_sessions FOREIGN KEY(forum_id, session_id) REFERENCES sessions (forum_id, id),
    CONSTRAINT fk_gate_entries_forum_id_link_id_links FOREIGN KEY(forum_id, link_id) REFERENCES links (forum_id, id),
    CONSTRAINT fk_gate_entries_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_gate_entries_way CHECK (way IN ('hall', 'point', 'online'))
);

CREATE INDEX ix_gate_entries_session_id ON gate_entries (session_id);

CREATE TABLE places (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    state VARCHAR(9) NOT NULL,
    taken_at DATETIME NOT NULL,
    released_at DATETIME,
    approved_at DATETIME,
    delegate_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    seat_count_id INTEGER NOT NULL,
    way VARCHAR(6) NOT NULL,
    point_id INTEGER,
    CONSTRAINT pk_places PRIMARY KEY (id),
    CONSTRAINT uq_places_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT ck_places_point_where_point CHECK ((way = 'point') = (point_id IS NOT NULL)),
    CONSTRAINT fk_places_forum_id_delegate_id_delegates FOREIGN KEY(forum_id, delegate_id) REFERENCES delegates (forum_id, id),
    CONSTRAINT fk_places_forum_id_session_id_sessions FOREIGN KEY(forum_id, session_id) REFERENCES sessions (forum_id, id),
    CONSTRAINT fk_places_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_places_forum_id_seat_count_id_session_id_seat_counts FOREIGN KEY(forum_id, seat_count_id, session_id) REFERENCES seat_counts (forum_id, id, session_id),
    CONSTRAINT ck_places_released_when CHECK ((state = 'released') = (released_at IS NOT NULL)),
    CONSTRAINT fk_places_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_places_placestate CHECK (state IN ('confirmed', 'released')),
    CONSTRAINT ck_places_way CHECK (way IN ('hall', 'point', 'online'))
);

CREATE INDEX ix_places_delegate_id ON places (delegate_id);

CREATE INDEX ix_places_live_by_seats ON places (seat_count_id) WHERE state = 'confirmed';

CREATE UNIQUE INDEX uq_places_one_live_per_delegate_and_session ON places (delegate_id, session_id) WHERE state = 'confirmed';

CREATE TABLE tech_checks (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    point_id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    link_id INTEGER,
    revision INTEGER NOT NULL,
    result VARCHAR(4) NOT NULL,
    note VARCHAR,
    facts JSON NOT NULL,
    at DATETIME NOT NULL,
    actor VARCHAR NOT NULL,
    by_id INTEGER,
    press VARCHAR,
    CONSTRAINT pk_tech_checks PRIMARY KEY (id),
    CONSTRAINT uq_tech_checks_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT ck_tech_checks_of_a_revision CHECK (revision > 0),
    CONSTRAINT fk_tech_checks_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_tech_checks_forum_id_item_id_check_items FOREIGN KEY(forum_id, item_id) REFERENCES check_items (forum_id, id),
    CONSTRAINT fk_tech_checks_forum_id_link_id_links FOREIGN KEY(forum_id, link_id) REFERENCES links (forum_id, id),
    CONSTRAINT fk_tech_checks_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_tech_checks_result CHECK (result IN ('pass', 'warn', 'fail')),
    CONSTRAINT fk_tech_checks_by_id_users FOREIGN KEY(by_id) REFERENCES users (id)
);

CREATE INDEX ix_tech_checks_point ON tech_checks (forum_id, point_id, id);

CREATE UNIQUE INDEX uq_tech_checks_one_per_press ON tech_checks (point_id, press) WHERE press IS NOT NULL;

CREATE TABLE waitings (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    forum_id INTEGER NOT NULL,
    state VARCHAR(8) NOT NULL,
    since DATETIME NOT NULL,
    ended_at DATETIME,
    place_id INTEGER,
    given_up_id INTEGER,
    delegate_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    seat_count_id INTEGER NOT NULL,
    way VARCHAR(6) NOT NULL,
    point_id INTEGER,
    CONSTRAINT uq_waitings_forum_id_id UNIQUE (forum_id, id),
    CONSTRAINT ck_waitings_point_where_point CHECK ((way = 'point') = (point_id IS NOT NULL)),
    CONSTRAINT fk_waitings_forum_id_delegate_id_delegates FOREIGN KEY(forum_id, delegate_id) REFERENCES delegates (forum_id, id),
    CONSTRAINT fk_waitings_forum_id_session_id_sessions FOREIGN KEY(forum_id, session_id) REFERENCES sessions (forum_id, id),
    CONSTRAINT fk_waitings_forum_id_point_id_points FOREIGN KEY(forum_id, point_id) REFERENCES points (forum_id, id),
    CONSTRAINT fk_waitings_forum_id_seat_count_id_session_id_seat_counts FOREIGN KEY(forum_id, seat_count_id, session_id) REFERENCES seat_counts (forum_id, id, session_id),
    CONSTRAINT ck_waitings_ended_when CHECK ((state = 'waiting') = (ended_at IS NULL)),
    CONSTRAINT ck_waitings_promoted_to_a_place CHECK (state <> 'promoted' OR place_id IS NOT NULL),
    CONSTRAINT fk_waitings_forum_id_place_id_places FOREIGN KEY(forum_id, place_id) REFERENCES places (forum_id, id),
    CONSTRAINT fk_waitings_forum_id_given_up_id_places FOREIGN KEY(forum_id, given_up_id) REFERENCES places (forum_id, id),
    CONSTRAINT fk_waitings_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_waitings_waitingstate CHECK (state IN ('waiting', 'promoted', 'declined', 'left')),
    CONSTRAINT ck_waitings_way CHECK (way IN ('hall', 'point', 'online'))
);

CREATE INDEX ix_waitings_delegate_id ON waitings (delegate_id);

CREATE INDEX ix_waitings_line ON waitings (seat_count_id, id) WHERE state = 'waiting';

CREATE UNIQUE INDEX uq_waitings_one_line_per_delegate_and_session ON waitings (delegate_id, session_id) WHERE state = 'waiting';

CREATE TABLE relocated (
    id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    act_id INTEGER NOT NULL,
    delegate_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    was_place_id INTEGER,
    was_waiting_id INTEGER,
    outcome VARCHAR(8) NOT NULL,
    place_id INTEGER,
    returned BOOLEAN NOT NULL,
    CONSTRAINT pk_relocated PRIMARY KEY (id),
    CONSTRAINT uq_relocated_act_id_delegate_id_session_id UNIQUE (act_id, delegate_id, session_id),
    CONSTRAINT ck_relocated_a_place_or_a_turn CHECK ((was_place_id IS NULL) <> (was_waiting_id IS NULL)),
    CONSTRAINT ck_relocated_place_where_moved CHECK ((outcome = 'moved') = (place_id IS NOT NULL)),
    CONSTRAINT fk_relocated_forum_id_act_id_bulk_acts FOREIGN KEY(forum_id, act_id) REFERENCES bulk_acts (forum_id, id),
    CONSTRAINT fk_relocated_forum_id_delegate_id_delegates FOREIGN KEY(forum_id, delegate_id) REFERENCES delegates (forum_id, id),
    CONSTRAINT fk_relocated_forum_id_session_id_sessions FOREIGN KEY(forum_id, session_id) REFERENCES sessions (forum_id, id),
    CONSTRAINT fk_relocated_forum_id_was_place_id_places FOREIGN KEY(forum_id, was_place_id) REFERENCES places (forum_id, id),
    CONSTRAINT fk_relocated_forum_id_was_waiting_id_waitings FOREIGN KEY(forum_id, was_waiting_id) REFERENCES waitings (forum_id, id),
    CONSTRAINT fk_relocated_forum_id_place_id_places FOREIGN KEY(forum_id, place_id) REFERENCES places (forum_id, id),
    CONSTRAINT fk_relocated_forum_id_forums FOREIGN KEY(forum_id) REFERENCES forums (id),
    CONSTRAINT ck_relocated_outcome CHECK (outcome IN ('moved', 'kept', 'overlaps', 'full'))
);

CREATE INDEX ix_relocated_delegate_id ON relocated (delegate_id);

CREATE TRIGGER entries_are_not_changed BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;

CREATE TRIGGER entries_are_not_deleted BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;

CREATE TRIGGER released_sessions_are_not_changed BEFORE UPDATE ON released_sessions
BEGIN SELECT RAISE(ABORT, 'released_sessions are append-only'); END;

CREATE TRIGGER released_sessions_are_not_deleted BEFORE DELETE ON released_sessions
BEGIN SELECT RAISE(ABORT, 'released_sessions are append-only'); END;

CREATE TRIGGER releases_are_not_changed BEFORE UPDATE ON releases
BEGIN SELECT RAISE(ABORT, 'releases are append-only'); END;

CREATE TRIGGER releases_are_not_deleted BEFORE DELETE ON releases
BEGIN SELECT RAISE(ABORT, 'releases are append-only'); END;

