-- The members of a group in pieces of 1,000, for groups that do not fit into memory at once. As the view role_resource shows them.
create function provisioning.members_in_pieces(p_tenant uuid, p_role uuid) returns setof text language sql stable as $$
  select string_agg(member.json, ',' order by member.id)
  from (
    select u.id, (row_number() over (order by u.id) - 1) / 1000 as piece,
      '{"value":"' || u.id || '","$ref":"' || provisioning.base_url() || '/Users/' || u.id
        || '","display":' || to_jsonb(provisioning.member_name(u.document))::text || ',"type":"User"}' as json
    from provisioning.role_member m join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
    where m.tenant_id = p_tenant and m.role_id = p_role) member
  group by member.piece order by member.piece
$$;
