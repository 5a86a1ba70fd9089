create table voice_connectors (
    account text not null,
    voice_connector_id text not null,
    name text not null,
    aws_region text not null,
    require_encryption boolean not null,
    integration_type text,
    network_type text not null,
    group_ids jsonb not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (account, voice_connector_id)
);
create index voice_connectors_by_time on voice_connectors (account, created_at, voice_connector_id);
create index voice_connectors_by_region on voice_connectors (account, aws_region, voice_connector_id);

create table voice_connector_groups (
    account text not null,
    voice_connector_group_id text not null,
    name text not null,
    members jsonb not null,
    call_distribution_type text,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (account, voice_connector_group_id)
);
create index voice_connector_groups_by_time on voice_connector_groups (account, created_at, voice_connector_group_id);

create table sip_media_applications (
    account text not null,
    sip_media_application_id text not null,
    name text not null,
    aws_region text not null,
    lambda_arn text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (account, sip_media_application_id)
);
create index sip_media_applications_by_time on sip_media_applications (account, created_at, sip_media_application_id);
create index sip_media_applications_by_region on sip_media_applications (account, aws_region, sip_media_application_id);

create table sip_rules (
    account text not null,
    sip_rule_id text not null,
    name text not null,
    disabled boolean not null,
    trigger_type text not null,
    trigger_value text not null,
    targets jsonb not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (account, sip_rule_id)
);
create index sip_rules_by_time on sip_rules (account, created_at, sip_rule_id);
create index sip_rules_by_trigger on sip_rules (account, trigger_value, sip_rule_id);

-- The rules of one application. A rule's own list of targets cannot be indexed.
create table sip_rule_targets (
    account text not null,
    sip_media_application_id text not null,
    sip_rule_id text not null,
    disabled boolean not null,
    created_at timestamptz not null,
    primary key (account, sip_media_application_id, sip_rule_id)
);
create index sip_rule_targets_by_time
    on sip_rule_targets (account, sip_media_application_id, disabled, created_at, sip_rule_id);

create table configurations (
    account text not null,
    resource_id text not null,
    kind text not null,
    body text not null,
    primary key (account, resource_id, kind)
);

create table tags (
    account text not null,
    resource_arn text not null,
    tag_key text not null,
    tag_value text not null,
    primary key (account, resource_arn, tag_key)
);

-- Keys that processes share, such as the one that page tokens are sealed with.
create table service_keys (
    name text not null,
    value bytea not null,
    primary key (name)
);
