from llama_index.core.agent.workflow import FunctionAgent
from llama_index.core.llms import ChatMessage
from llama_index.core.tools import FunctionTool
from llama_index.llms.openai_like import OpenAILike, OpenAILikeResponses
from pydantic import BaseModel
from job import BASE, KEY, serve, weather


class Weather(BaseModel):
    """The weather."""

    city: str
    degrees: int


def get_weather(city: str) -> str:
    """The weather of a city."""
    return weather(city)


async def ask(task):
    to = {"model": "hermes-agent", "api_base": BASE, "api_key": KEY}
    if "timeout" in task:
        to["timeout"] = task["timeout"]
    if task["api"] == "completions":
        return await complete(OpenAILike(**to), task)
    kind = OpenAILikeResponses if task["api"] == "responses" else OpenAILike
    model = kind(is_chat_model=True, is_function_calling_model=True, context_window=128000, **to)
    if task["object"]:
        shaped = model.as_structured_llm(Weather)
        if task["stream"]:
            answer = [piece async for piece in await shaped.astream_chat([ChatMessage(task["turns"][0])])][-1]
        else:
            answer = await shaped.achat([ChatMessage(task["turns"][0])])
        return {"texts": [], "object": answer.raw.model_dump()}
    if task["ownTool"]:
        agent = FunctionAgent(
            tools=[FunctionTool.from_defaults(get_weather)], llm=model, streaming=task["stream"]
        )
        return {"texts": [str((await agent.run(task["turns"][0])).response.content)]}
    messages, texts = [], []
    for turn in task["turns"]:
        messages.append(ChatMessage(turn))
        if task["stream"]:
            answer = [piece async for piece in await model.astream_chat(messages)][-1]
        else:
            answer = await model.achat(messages)
        messages.append(answer.message)
        texts.append(answer.message.content)
    return {"texts": texts}


async def complete(model, task):
    if task["stream"]:
        answer = [piece async for piece in await model.astream_complete(task["turns"][0])][-1]
    else:
        answer = await model.acomplete(task["turns"][0])
    return {"texts": [answer.text]}


serve(ask)
