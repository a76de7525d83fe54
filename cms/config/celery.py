"""django.tasks over a broker: any number of machines share the work. The engine only wakes; truth is in the database.

celery --app cms.config.celery worker
"""

import logging
from typing import Any

from celery import Celery
from celery.signals import worker_init
from django.conf import settings
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id, normalize_json
from kombu.exceptions import OperationalError

from cms.database import SCHEDULER_S, bound_sessions

RUN = "partwise.run"
QUEUE = "partwise"
PUBLISH_S = 2  # a web request does not wait longer for a broker that is away

log = logging.getLogger(__name__)


class TaskRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """The broker holds something that is no task of ours."""


class CeleryBackend(BaseTaskBackend):
    """Publishes a task's path and JSON arguments. What the broker loses is lost: it was only a wake."""

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self._queue = self.options.get("queue", QUEUE)
        self._app = app_for(self.options["broker_url"])

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        """Hand the task to the broker; while that is away, say so in the log and go on."""
        self.validate_task(task)
        result = _result(task, args, kwargs, backend=self.alias)
        published = [task.module_path, normalize_json(list(args)), normalize_json(kwargs)]
        try:
            self._app.send_task(RUN, args=published, task_id=result.id, queue=self._queue, retry=False)
        except (OperationalError, OSError):
            log.warning("the broker is away; a task was not published", extra={"task": task.module_path})
            object.__setattr__(result, "status", TaskResultStatus.FAILED)
        return result


def app_for(broker_url: str) -> Celery:
    """The worker's rules: a task is acknowledged when it has ended, so that a killed worker's goes to another."""
    made = Celery("partwise", broker=broker_url or None, set_as_current=False)
    made.conf.update(
        accept_content=["json"],
        broker_connection_retry_on_startup=True,
        broker_connection_timeout=PUBLISH_S,
        broker_transport_options={"socket_connect_timeout": PUBLISH_S, "max_retries": 0, "visibility_timeout": 300},
        task_acks_late=True,
        task_default_queue=QUEUE,
        task_ignore_result=True,
        task_reject_on_worker_lost=True,
        task_serializer="json",
        worker_hijack_root_logger=False,
        worker_prefetch_multiplier=1,
    )
    made.task(run_task, name=RUN)
    return made


def run_task(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Call the task that `path` names. Raises TaskRefused for anything else that can be imported."""
    found = import_string(path)
    if not isinstance(found, Task):
        raise TaskRefused(f"{path} is no task. Look at who else may write to the broker.")
    found.call(*args, **kwargs)


@worker_init.connect(weak=False)
def _bound(**_: object) -> None:
    """Before a worker forks its children; a web process, which publishes only, keeps its sessions as they are."""
    bound_sessions(statement_s=SCHEDULER_S)


def _result(task: Task, args: Any, kwargs: Any, *, backend: str) -> TaskResult:
    return TaskResult(
        task=task,
        id=get_random_id(),
        status=TaskResultStatus.READY,
        enqueued_at=None,
        started_at=None,
        last_attempted_at=None,
        finished_at=None,
        args=args,
        kwargs=kwargs,
        backend=backend,
        errors=[],
        worker_ids=[],
    )


app = app_for(settings.TASKS["default"].get("OPTIONS", {}).get("broker_url", ""))
