from agents import (
    Agent,
    OpenAIChatCompletionsModel,
    OpenAIResponsesModel,
    Runner,
    function_tool,
    set_tracing_disabled,
)
from openai import AsyncOpenAI
from pydantic import BaseModel
from job import BASE, KEY, serve, weather

set_tracing_disabled(True)


class Weather(BaseModel):
    city: str
    degrees: int


@function_tool
def get_weather(city: str) -> str:
    """The weather of a city."""
    return weather(city)


async def ask(task):
    limit = {"timeout": task["timeout"]} if "timeout" in task else {}
    client = AsyncOpenAI(base_url=BASE, api_key=KEY, **limit)
    kind = OpenAIResponsesModel if task["api"] == "responses" else OpenAIChatCompletionsModel
    agent = Agent(
        name="Assistant",
        model=kind("hermes-agent", client),
        tools=[get_weather] if task["ownTool"] else [],
        output_type=Weather if task["object"] else None,
    )
    given, texts = [], []
    for turn in task["turns"]:
        given = given + [{"role": "user", "content": turn}]
        if task["stream"]:
            result = Runner.run_streamed(agent, given)
            async for _ in result.stream_events():
                pass
        else:
            result = await Runner.run(agent, given)
        given = result.to_input_list()
        texts.append(result.final_output)
    if task["object"]:
        return {"texts": [], "object": texts[0].model_dump()}
    return {"texts": texts}


serve(ask)
