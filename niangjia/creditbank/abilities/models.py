"""Abilities in frameworks, what shows them, posts that ask for them, offers that give them, and who shows herself."""

from django.db import models
from django.db.models import F, Q

from niangjia.core.ids import new_id
from niangjia.creditbank.abilities.types import Mastery, OfferKind, SourceKind

MASTERIES = [(member.value, member.term.zh) for member in Mastery]
_ABILITY = "abilities.Ability"
_ORGANISATION = "people.Organisation"


class Framework(models.Model):
    """A document of abilities that belong together. Its key is its identifier in CASE."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(_ORGANISATION, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    content_hash = models.CharField(max_length=64)
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="framework_title_once"),
            models.CheckConstraint(condition=~Q(title=""), name="framework_has_a_title"),
        ]


class Ability(models.Model):
    """One ability. Its key is its identifier in CASE; a code that is dropped is retired, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="abilities")
    code = models.CharField(max_length=40)
    statement = models.CharField(max_length=200)
    english = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    position = models.PositiveIntegerField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="ability_code_once"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(statement=""), name="ability_says_something"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="ability_not_its_own_parent"),
        ]


class AbilityLink(models.Model):
    """One ability comes before another, or is related to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=[("precedes", "先于"), ("related", "相关")])
    left = models.ForeignKey(_ABILITY, models.CASCADE, related_name="+")
    right = models.ForeignKey(_ABILITY, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "left", "right"], name="ability_link_once"),
            models.CheckConstraint(condition=~Q(left=F("right")), name="ability_link_to_another"),
        ]


class AbilitySource(models.Model):
    """What shows an ability at a mastery: an occupation's certificate, a course, training; or who needs it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ability = models.ForeignKey(Ability, models.CASCADE, related_name="sources")
    mastery = models.PositiveSmallIntegerField(choices=MASTERIES)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in SourceKind])
    occupation = models.CharField(max_length=16, null=True)
    certificate_level = models.PositiveSmallIntegerField(null=True)
    college = models.ForeignKey(_ORGANISATION, models.PROTECT, null=True, related_name="+")
    programme_code = models.CharField(max_length=40, null=True)
    course_code = models.CharField(max_length=40, null=True)
    subject = models.CharField(max_length=120, null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "occupation"], name="ability_source_by_occupation")]
        constraints = [
            models.UniqueConstraint(
                fields=["ability", "kind", "occupation", "college", "programme_code", "course_code", "subject"],
                name="ability_source_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(mastery__gte=1, mastery__lte=5), name="source_mastery_of_the_five"),
            models.CheckConstraint(
                condition=Q(kind="certificate", occupation__isnull=False, certificate_level__gte=1)
                | Q(kind="course", college__isnull=False, programme_code__isnull=False, course_code__isnull=False)
                | Q(kind="training", subject__isnull=False)
                | Q(kind="occupation", occupation__isnull=False),
                name="source_says_what",
            ),
        ]


class Post(models.Model):
    """A post of an enterprise, with how many people it needs."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(_ORGANISATION, models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    occupation = models.ForeignKey("people.Occupation", models.PROTECT, null=True, related_name="+")
    needed_count = models.PositiveIntegerField()
    is_inviting = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "title"], condition=Q(closed_at=None), name="post_title_once"
            ),
            models.CheckConstraint(condition=Q(needed_count__gte=1), name="post_needs_someone"),
            models.CheckConstraint(condition=~Q(title=""), name="post_has_a_title"),
        ]


class PostNeed(models.Model):
    """An ability that a post asks for, at least at a mastery."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, models.CASCADE, related_name="needs")
    ability = models.ForeignKey(Ability, models.PROTECT, related_name="+")
    mastery = models.PositiveSmallIntegerField(choices=MASTERIES)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "ability"], name="post_need_once"),
            models.CheckConstraint(condition=Q(mastery__gte=1, mastery__lte=5), name="need_mastery_of_the_five"),
        ]


class Offer(models.Model):
    """A course or a practice place that an enterprise offers to workers, on its days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(_ORGANISATION, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=[(OfferKind.COURSE, "课程"), (OfferKind.PRACTICE, "实践岗位")])
    title = models.CharField(max_length=120)
    place = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()
    places_count = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["ends_on"], name="offer_by_end", condition=Q(withdrawn_at=None))]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="offer_ends_after_start"),
            models.CheckConstraint(condition=Q(places_count__gte=1), name="offer_has_a_place"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(place=""), name="offer_says_what_and_where"),
        ]


class OfferAbility(models.Model):
    """An ability that an offer brings, at a mastery."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="gives")
    ability = models.ForeignKey(Ability, models.PROTECT, related_name="+")
    mastery = models.PositiveSmallIntegerField(choices=MASTERIES)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "ability"], name="offer_ability_once"),
            models.CheckConstraint(condition=Q(mastery__gte=1, mastery__lte=5), name="offer_mastery_of_the_five"),
        ]


class Share(models.Model):
    """A worker shows an enterprise how she fits one post, as it stood on that day, until she takes it back.

    Only a yes makes a row. Whoever was not asked, said no, or took it back has none that the enterprise could see.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="shares")
    name_shown = models.CharField(max_length=100)
    held_count = models.PositiveSmallIntegerField()
    needed_count = models.PositiveSmallIntegerField()
    agreed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "post"], condition=Q(ended_at=None), name="share_once_a_post"),
            models.CheckConstraint(condition=Q(held_count__lte=F("needed_count")), name="share_holds_within_need"),
        ]


class ShareLine(models.Model):
    """One ability of a share: asked, and held as it was shown."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    share = models.ForeignKey(Share, models.PROTECT, related_name="lines")
    ability = models.ForeignKey(Ability, models.PROTECT, related_name="+")
    asked = models.PositiveSmallIntegerField(choices=MASTERIES)
    held = models.PositiveSmallIntegerField(choices=MASTERIES, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["share", "ability"], name="share_line_once")]


class Silence(models.Model):
    """A worker does not wish to be asked about a post. Nobody but she can read it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "post"], name="silence_once_a_post")]
