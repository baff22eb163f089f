"""Computations over all learners that a rule book holds for, in chunks that are each done whole or not at all."""

from django.db import models
from django.db.models import Q

from niangjia.core.ids import new_id


class Purpose(models.TextChoices):
    """What is computed: proposals to keep, or what another book would change."""

    PROPOSALS = "proposals", "测算方案"
    REPLAY = "replay", "试算新规则"


class Engine(models.TextChoices):
    """Who works through the chunks."""

    PROCESSES = "processes", "本机进程"
    SPARK = "spark", "Spark"


class Run(models.Model):
    """One computation. Its progress is that of its chunks; it may be broken off and taken up again at any time.

    A run of proposals has its ``proposal_run``, which pages show; a replay has the book that it is compared with.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    engine = models.CharField(max_length=12, choices=Engine.choices)
    college = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    rule_book = models.ForeignKey("rulebooks.RuleBook", models.PROTECT, related_name="+")
    compared_with = models.ForeignKey("rulebooks.RuleBook", models.PROTECT, null=True, related_name="+")
    proposal_run = models.OneToOneField("conversion.ProposalRun", models.PROTECT, null=True, related_name="+")
    content_hash = models.CharField(max_length=64)  # of the book as it stood: a draft may be changed meanwhile
    on = models.DateField()  # the day whose rules apply
    learners_count = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    asked_by = models.UUIDField(null=True)  # None: at the console
    failure = models.CharField(max_length=40, default="")  # the code of what it was refused for

    class Meta:
        indexes = [models.Index(fields=["rule_book", "-started_at"], name="run_of_book")]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose="replay") ^ Q(compared_with=None), name="replay_compares_two_books"
            ),
        ]


class Chunk(models.Model):
    """Learners whose keys lie between two keys, both included. ``done_at`` is written with their results."""

    pk = models.CompositePrimaryKey("run", "position")
    run = models.ForeignKey(Run, models.CASCADE, related_name="chunks")
    position = models.PositiveIntegerField()
    first_id = models.UUIDField()
    last_id = models.UUIDField()
    learners_count = models.PositiveIntegerField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["run", "position"], name="chunk_to_do", condition=Q(done_at=None))]


class Difference(models.Model):
    """What another book would change for one learner: certain credits under both, in 1/100. Only where they differ."""

    pk = models.CompositePrimaryKey("run", "enrolment")
    run = models.ForeignKey(Run, models.CASCADE, related_name="differences")
    enrolment = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="+")
    programme = models.ForeignKey("programmes.Programme", models.PROTECT, related_name="+")
    before_credits = models.PositiveIntegerField()
    after_credits = models.PositiveIntegerField()
    change = models.GeneratedField(
        expression=models.F("after_credits") - models.F("before_credits"),
        output_field=models.IntegerField(),
        db_persist=True,
    )

    class Meta:
        indexes = [models.Index(fields=["run", "change", "enrolment"], name="difference_by_size")]
        constraints = [
            models.CheckConstraint(condition=~Q(before_credits=models.F("after_credits")), name="difference_is_one"),
        ]
