from openai import AsyncOpenAI
from pydantic import BaseModel
from pydantic_ai import Agent
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.openai import OpenAIProvider
from job import BASE, KEY, serve, weather


class Weather(BaseModel):
    city: str
    degrees: int


def get_weather(city: str) -> str:
    """The weather of a city."""
    return weather(city)


async def ask(task):
    if "timeout" in task:
        client = AsyncOpenAI(base_url=BASE, api_key=KEY, timeout=task["timeout"])
        provider = OpenAIProvider(openai_client=client)
    else:
        provider = OpenAIProvider(base_url=BASE, api_key=KEY)
    kind = OpenAIResponsesModel if task["api"] == "responses" else OpenAIChatModel
    agent = Agent(
        kind("hermes-agent", provider=provider),
        output_type=Weather if task["object"] else str,
        tools=[get_weather] if task["ownTool"] else [],
    )
    history, texts = [], []
    for turn in task["turns"]:
        if task["stream"]:
            async with agent.run_stream(turn, message_history=history) as result:
                output = await result.get_output()
            history = result.all_messages()
        else:
            result = await agent.run(turn, message_history=history)
            output = result.output
            history = result.all_messages()
        texts.append(output)
    if task["object"]:
        return {"texts": [], "object": texts[0].model_dump()}
    return {"texts": texts}


serve(ask)
