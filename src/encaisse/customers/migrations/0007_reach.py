"""Who is reached first by each channel, said once for every statement; `rules.reach` says the same for one customer."""

from django.db import migrations

REACH = """
create view customers_reach as
select
  address.customer_id, used.channel, address.id as address_id, address.contact_id, address.address, address.address_digest,
  contact.first_name, contact.name, contact.back_on, contact.away_noted_on,
  row_number() over (
    partition by address.customer_id, used.channel
    order by
      contact.is_main desc,
      array_position(array['accounts_payable', 'management', 'buyer', 'reception', 'other', 'legal'], contact.duty::text),
      array_position(array['good', 'unknown', 'doubtful'], address.health::text),
      address.id
  ) as place
from customers_address address
join customers_contact contact on contact.id = address.contact_id and contact.left_on is null
cross join lateral (
  -- A mobile is called, and takes SMS: a person may object to one of the two.
  select address.channel where address.objected_at is null
  union all
  select 'sms' where address.channel = 'mobile' and address.sms_objected_at is null
) as used (channel)
where address.health <> 'dead';
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0006_objections_to_sms")]

    operations = [migrations.RunSQL(REACH, "drop view customers_reach;")]
