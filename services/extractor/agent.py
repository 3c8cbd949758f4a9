"""The extractor's Faust app: articles are delivered to it, their reports leave it."""

from typing import Any

from schemas.topics import ARTICLES
from services.extractor.deliver import Sender
from services.runtime.settings import Settings
from services.runtime.stream import WorkerApp

settings = Settings()
app = WorkerApp("extractor", ARTICLES, settings)
sender = Sender(settings)


@app.agent(app.source())
async def extract(articles: Any) -> None:
    """Send on what each batch of articles tells; it is done with when Kafka has everything."""
    async for batch in articles.take_events(100, within=0.05):
        await sender.forward([event.message for event in batch])
        app.handled.update({event.message.partition: event.message.offset + 1 for event in batch})
