from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0006_contested_e_invoices'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='openitem', name='open_items_by_customer'),
        migrations.AddIndex(
            model_name='openitem',
            index=models.Index(condition=models.Q(('open_amount', 0), _negated=True), fields=['customer_id', 'currency'], name='open_items_of_customers'),
        ),
    ]
