import json
import sys
import litellm
from pydantic import BaseModel
from job import BASE, KEY, serve, weather

# Asks by litellm itself, or by its Router with `router` as the argument.
litellm.suppress_debug_info = True
ROUTED = sys.argv[1:] == ["router"]
PARAMS = {"model": "openai/hermes-agent", "api_base": BASE, "api_key": KEY}
router = litellm.Router(model_list=[{"model_name": "hermes", "litellm_params": PARAMS}], num_retries=3)


class Weather(BaseModel):
    city: str
    degrees: int


PARAMETERS = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
TOOL = {"name": "get_weather", "description": "The weather of a city.", "parameters": PARAMETERS}


async def ask(task):
    completion = router.acompletion if ROUTED else litellm.acompletion
    response = router.aresponses if ROUTED else litellm.aresponses
    to = {"model": "hermes"} if ROUTED else dict(PARAMS)
    if "timeout" in task:
        to["timeout"] = task["timeout"]
    return await (responses(response, to, task) if task["api"] == "responses" else chat(completion, to, task))


async def chat(completion, to, task):
    messages, texts = [], []
    more = {**to, "tools": [{"type": "function", "function": TOOL}]} if task["ownTool"] else to
    if task["object"]:
        more = {**more, "response_format": Weather}
    for turn in task["turns"]:
        messages.append({"role": "user", "content": turn})
        while True:
            answer = await completion(messages=messages, stream=task["stream"], **more)
            if task["stream"]:
                answer = litellm.stream_chunk_builder([chunk async for chunk in answer], messages=messages)
            message = answer.choices[0].message
            messages.append({k: v for k, v in message.model_dump().items() if k in ("role", "content", "tool_calls") and v})
            if not message.tool_calls:
                break
            for call in message.tool_calls:
                output = weather(json.loads(call.function.arguments)["city"])
                messages.append({"role": "tool", "tool_call_id": call.id, "content": output})
        texts.append(message.content)
    return {"texts": texts, **({"object": json.loads(texts[0])} if task["object"] else {})}


async def responses(response, to, task):
    texts, previous = [], None
    more = {**to, "tools": [{"type": "function", **TOOL}]} if task["ownTool"] else to
    for turn in task["turns"]:
        given = [{"role": "user", "content": turn}]
        while True:
            if task["object"]:
                more = {**more, "text_format": Weather}
            answer = await response(input=given, stream=task["stream"], previous_response_id=previous, **more)
            if task["stream"]:
                last = None
                async for event in answer:
                    last = event
                    if event.type in ("error", "response.failed"):
                        raise RuntimeError(str(event))
                answer = last.response
            previous = answer.id
            given = [
                {"type": "function_call_output", "call_id": item.call_id, "output": weather(json.loads(item.arguments)["city"])}
                for item in answer.output
                if item.type == "function_call"
            ]
            if not given:
                break
        texts.append("".join(part.text for item in answer.output if item.type == "message" for part in item.content))
    return {"texts": texts, **({"object": json.loads(texts[0])} if task["object"] else {})}


serve(ask)
