from openai import AsyncOpenAI
from pydantic import BaseModel
from semantic_kernel import Kernel
from semantic_kernel.agents import ChatCompletionAgent, OpenAIResponsesAgent
from semantic_kernel.connectors.ai.open_ai import OpenAIChatCompletion, OpenAIChatPromptExecutionSettings
from semantic_kernel.functions import KernelArguments, kernel_function
from job import BASE, KEY, serve, weather


class Weather(BaseModel):
    city: str
    degrees: int


class WeatherPlugin:
    @kernel_function(name="get_weather", description="The weather of a city.")
    def get_weather(self, city: str) -> str:
        return weather(city)


async def ask(task):
    limit = {"timeout": task["timeout"]} if "timeout" in task else {}
    client = AsyncOpenAI(base_url=BASE, api_key=KEY, **limit)
    plugins = [WeatherPlugin()] if task["ownTool"] else []
    if task["api"] == "responses":
        shape = OpenAIResponsesAgent.configure_response_format(Weather) if task["object"] else None
        agent = OpenAIResponsesAgent(
            ai_model_id="hermes-agent", client=client, name="Assistant", plugins=plugins, text=shape
        )
    else:
        settings = OpenAIChatPromptExecutionSettings(response_format=Weather if task["object"] else None)
        agent = ChatCompletionAgent(
            service=OpenAIChatCompletion(ai_model_id="hermes-agent", async_client=client),
            name="Assistant",
            plugins=plugins,
            arguments=KernelArguments(settings=settings),
        )
    thread, texts = None, []
    for turn in task["turns"]:
        if task["stream"]:
            text = ""
            async for piece in agent.invoke_stream(messages=turn, thread=thread):
                text += piece.message.content
                thread = piece.thread
        else:
            answer = await agent.get_response(messages=turn, thread=thread)
            text, thread = answer.message.content, answer.thread
        texts.append(text)
    if task["object"]:
        return {"texts": texts, "object": Weather.model_validate_json(texts[0]).model_dump()}
    return {"texts": texts}


serve(ask)
