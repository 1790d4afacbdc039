from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from pydantic import BaseModel
from job import BASE, KEY, serve, weather


class Weather(BaseModel):
    """The weather."""

    city: str
    degrees: int


@tool
def get_weather(city: str) -> str:
    """The weather of a city."""
    return weather(city)


async def ask(task):
    limit = {"timeout": task["timeout"]} if "timeout" in task else {}
    model = ChatOpenAI(
        model="hermes-agent",
        base_url=BASE,
        api_key=KEY,
        use_responses_api=task["api"] == "responses",
        **limit,
    )
    if task["object"]:
        shaped = model.with_structured_output(Weather)
        if task["stream"]:
            found = [piece async for piece in shaped.astream(task["turns"][0])][-1]
        else:
            found = await shaped.ainvoke(task["turns"][0])
        return {"texts": [], "object": found.model_dump()}
    asked = model.bind_tools([get_weather]) if task["ownTool"] else model
    messages, texts = [], []
    for turn in task["turns"]:
        messages.append(HumanMessage(turn))
        while True:
            if task["stream"]:
                message = None
                async for chunk in asked.astream(messages):
                    message = chunk if message is None else message + chunk
            else:
                message = await asked.ainvoke(messages)
            messages.append(message)
            if not message.tool_calls:
                break
            for call in message.tool_calls:
                messages.append(ToolMessage(get_weather.invoke(call["args"]), tool_call_id=call["id"]))
        texts.append(str(message.text))
    return {"texts": texts}


serve(ask)
