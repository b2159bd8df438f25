from django.urls import path

from encaisse.dunning.views import approval, go_live, holds, not_dunned, presentations, runs, scenarios

app_name = "dunning"
urlpatterns = [
    path("approbations/", approval.approval, name="approval"),
    path("approbations/approve/", approval.approve, name="approve"),
    path("approbations/withdraw/", approval.withdraw, name="withdraw"),
    path("approbations/badge/", approval.approve_badge, name="approve_badge"),
    path("approbations/<int:action_id>/", approval.draft_show, name="draft"),
    path("approbations/<int:action_id>/message/", approval.draft_message, name="draft_message"),
    path("non-relances/", not_dunned.not_dunned, name="not_dunned"),
    path("non-relances/export/", not_dunned.not_dunned_export, name="not_dunned_export"),
    path("non-relances/<int:customer_id>/", not_dunned.explain, name="explain"),
    path("demarrage/", go_live.go_live, name="go_live"),
    path("demarrage/<int:creditor_id>/", go_live.go_live_creditor, name="go_live_creditor"),
    path("demarrage/<int:creditor_id>/set/", go_live.go_live_set, name="go_live_set"),
    path("demarrage/<int:creditor_id>/close/", go_live.go_live_close, name="go_live_close"),
    path("presentations/<int:customer_id>/", presentations.presentations, name="presentations"),
    path("presentations/<int:customer_id>/note/", presentations.presentation_note, name="presentation_note"),
    path("relances/", runs.runs, name="runs"),
    path("relances/run/", runs.run, name="run"),
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("scenarios/follow/", scenarios.follow, name="follow"),
    path("suspensions/", holds.holds, name="holds"),
    path("suspensions/<int:hold_id>/lift/", holds.hold_lift, name="hold_lift"),
    path("suspensions/customers/<int:customer_id>/", holds.hold_form, name="hold_form"),
    path("suspensions/customers/<int:customer_id>/set/", holds.hold_set, name="hold_set"),
]
