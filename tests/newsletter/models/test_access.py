import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction

from newsletter.models import AccessRecord


@pytest.fixture
def sam(db):
    return get_user_model().objects.create_user("sam", "sam@example.org", "a long password for tests")


@pytest.fixture
def record(cast, sam):
    ada = cast.readers["ada"].subscriber
    AccessRecord.objects.note(AccessRecord.Action.SAW, by=sam, readers=[ada], fields="address")
    return AccessRecord.objects.get()


def test_a_record_names_the_reader_by_public_id_and_outlives_them(cast, record):
    assert record.reader == cast.readers["ada"].subscriber.public_id
    assert "ada" not in str(record).lower()


def test_a_record_is_never_changed_but_may_be_deleted_when_its_time_is_over(record):
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessRecord.objects.update(why="something else")
    assert AccessRecord.objects.all().delete()[0] == 1


def test_the_account_of_a_person_can_be_deleted_and_the_record_stays(record, sam):
    sam.delete()

    assert AccessRecord.objects.get().staff is None


def test_one_sees_ones_own_records_and_with_the_permission_all(record, sam):
    users = get_user_model().objects
    kim = users.create_user("kim", "kim@example.org", "a long password for tests")
    kim.user_permissions.add(Permission.objects.get(codename="view_accessrecord"))

    assert list(AccessRecord.objects.visible_to(sam)) == [record]
    assert list(AccessRecord.objects.visible_to(users.get(username="kim"))) == [record]
    assert not AccessRecord.objects.visible_to(users.create_user("lee", "lee@example.org", "a password")).exists()
