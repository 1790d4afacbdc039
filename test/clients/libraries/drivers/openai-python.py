import json
from openai import AsyncOpenAI
from pydantic import BaseModel
from job import BASE, KEY, serve, weather


class Weather(BaseModel):
    city: str
    degrees: int


PARAMETERS = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
TOOL = {"type": "function", "name": "get_weather", "description": "The weather of a city.", "parameters": PARAMETERS}


async def chat(client, task):
    messages, texts = [], []
    tools = [{"type": "function", "function": {k: v for k, v in TOOL.items() if k != "type"}}]
    more = {"tools": tools} if task["ownTool"] else {}
    for turn in task["turns"]:
        messages.append({"role": "user", "content": turn})
        while True:
            if task["object"]:
                answer = await client.chat.completions.parse(
                    model="hermes-agent", messages=messages, response_format=Weather, **more
                )
                message = answer.choices[0].message
                return {"texts": [message.content], "object": message.parsed.model_dump()}
            if task["stream"]:
                async with client.chat.completions.stream(
                    model="hermes-agent", messages=messages, **more
                ) as stream:
                    async for _ in stream:
                        pass
                    message = (await stream.get_final_completion()).choices[0].message
            else:
                answer = await client.chat.completions.create(
                    model="hermes-agent", messages=messages, **more
                )
                message = answer.choices[0].message
            messages.append(message.model_dump(exclude_none=True, include={"role", "content", "tool_calls"}))
            if not message.tool_calls:
                break
            for call in message.tool_calls:
                output = weather(json.loads(call.function.arguments)["city"])
                messages.append({"role": "tool", "tool_call_id": call.id, "content": output})
        texts.append(message.content)
    return {"texts": texts}


async def responses(client, task):
    texts, previous = [], None
    more = {"tools": [TOOL]} if task["ownTool"] else {}
    for turn in task["turns"]:
        given = [{"role": "user", "content": turn}]
        while True:
            request = {"model": "hermes-agent", "input": given, "previous_response_id": previous, **more}
            if task["object"]:
                answer = await client.responses.parse(text_format=Weather, **request)
                return {"texts": [answer.output_text], "object": answer.output_parsed.model_dump()}
            if task["stream"]:
                async with client.responses.stream(**request) as stream:
                    async for _ in stream:
                        pass
                    answer = await stream.get_final_response()
            else:
                answer = await client.responses.create(**request)
            if answer.status != "completed":
                raise RuntimeError(f"{answer.status}: {answer.error}")
            previous = answer.id
            given = [
                {
                    "type": "function_call_output",
                    "call_id": item.call_id,
                    "output": weather(json.loads(item.arguments)["city"]),
                }
                for item in answer.output
                if item.type == "function_call"
            ]
            if not given:
                break
        texts.append(answer.output_text)
    return {"texts": texts}


async def ask(task):
    limit = {"timeout": task["timeout"]} if "timeout" in task else {}
    client = AsyncOpenAI(base_url=BASE, api_key=KEY, **limit)
    return await (responses if task["api"] == "responses" else chat)(client, task)


serve(ask)
